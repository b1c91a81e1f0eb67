package io.releasemedia.probe;

/**
 * What kind of content a file has.
 *
 * @param mimeType without parameters; {@link MimeDetector#UNKNOWN} where nothing recognises it
 * @param start offset of the container's first byte, behind tags that stand before it
 * @param byRegistry whether it was Tika's registry that knew, not a signature of a format with a reader
 */
record Detection(String mimeType, long start, boolean byRegistry) {}
