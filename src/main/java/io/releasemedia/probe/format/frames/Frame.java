package io.releasemedia.probe.format.frames;

/**
 * What a frame's header says.
 *
 * @param length bytes from this header to the next, at least 1
 * @param samples samples of each channel; 0 for a frame that adds to the one before it
 * @param sampleRate Hz
 * @param kbps kbit/s of a stream whose frames all say the same; 0 where the header has no rate
 * @param stream what stays the same through a stream, in any coding: frames of one stream have equal numbers
 */
public record Frame(int length, int samples, int sampleRate, int kbps, int stream) {}
