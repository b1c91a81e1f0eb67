package io.releasemedia.probe.format.matroska;

import io.releasemedia.source.ByteWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the {@code Tracks} element (RFC 9559 section 5.1.4). */
final class TrackEntries {

    private static final int MAX_TRACKS = 128;
    private static final int MAX_ELEMENTS = 10_000;
    private static final int MAX_PRIVATE = 64 << 10;
    private static final int HEADER_STRIPPING = 3;

    private final ByteWindow in;
    private final List<MatroskaTrack> tracks = new ArrayList<>();
    private int elements;

    private TrackEntries(ByteWindow in) {
        this.in = in;
    }

    static List<MatroskaTrack> read(ByteWindow in, Element parent) throws IOException {
        TrackEntries entries = new TrackEntries(in);
        for (Optional<Element> next = entries.child(parent); next.isPresent(); next = entries.child(parent)) {
            if (next.get().id() == Ids.TRACK_ENTRY && entries.tracks.size() < MAX_TRACKS) {
                MatroskaTrack track = new MatroskaTrack();
                entries.tracks.add(track);
                entries.readEntry(next.get(), track);
            }
            in.seek(next.get().end());
        }
        return entries.tracks;
    }

    /** A child that does not say its length ends the list: only clusters and segments may do that. */
    private Optional<Element> child(Element parent) throws IOException {
        return ++elements > MAX_ELEMENTS
                ? Optional.empty()
                : Element.next(in, parent.end()).filter(e -> e.end() != Element.UNKNOWN);
    }

    /** Also goes into the sub-elements of an entry, whose children have identifiers of their own. */
    private void readEntry(Element parent, MatroskaTrack track) throws IOException {
        for (Optional<Element> next = child(parent); next.isPresent(); next = child(parent)) {
            Element element = next.get();
            switch (element.id()) {
                case Ids.TRACK_NUMBER -> track.number = element.unsigned(in);
                case Ids.TRACK_UID -> track.uid = element.unsigned(in);
                case Ids.TRACK_TYPE -> track.type = (int) element.unsigned(in);
                case Ids.CODEC_ID -> track.codecId = element.text(in);
                case Ids.CODEC_PRIVATE -> track.codecPrivate = in.bytes((int) Math.min(MAX_PRIVATE, element.length()));
                case Ids.DEFAULT_DURATION -> track.defaultDuration = element.unsigned(in);
                case Ids.CONTENT_ENCODING -> readEncoding(element, track);
                case Ids.VIDEO, Ids.AUDIO, Ids.CONTENT_ENCODINGS -> {
                    if (parent.id() == Ids.TRACK_ENTRY) {
                        readEntry(element, track);
                    }
                }
                default -> readPicturesOrSound(element, track);
            }
            in.seek(element.end());
        }
    }

    private void readPicturesOrSound(Element element, MatroskaTrack track) throws IOException {
        switch (element.id()) {
            case Ids.PIXEL_WIDTH -> track.width = element.unsigned(in);
            case Ids.PIXEL_HEIGHT -> track.height = element.unsigned(in);
            case Ids.SAMPLING_FREQUENCY -> track.sampleRate = element.real(in);
            case Ids.OUTPUT_SAMPLING_FREQUENCY -> track.outputRate = element.real(in);
            case Ids.CHANNELS -> track.channels = element.unsigned(in);
            case Ids.BIT_DEPTH -> track.bitDepth = element.unsigned(in);
            default -> {
                // Names, languages, colours.
            }
        }
    }

    /** Without a compression element the encoding is an encryption; without an algorithm it is zlib. */
    private void readEncoding(Element encoding, MatroskaTrack track) throws IOException {
        track.opaque = true;
        for (Optional<Element> next = child(encoding); next.isPresent(); next = child(encoding)) {
            Element compression = next.get();
            if (compression.id() == Ids.CONTENT_COMPRESSION) {
                readCompression(compression, track);
            }
            in.seek(compression.end());
        }
    }

    private void readCompression(Element compression, MatroskaTrack track) throws IOException {
        for (Optional<Element> next = child(compression); next.isPresent(); next = child(compression)) {
            Element element = next.get();
            if (element.id() == Ids.CONTENT_ALGORITHM) {
                track.opaque = element.unsigned(in) != HEADER_STRIPPING;
            } else if (element.id() == Ids.CONTENT_SETTINGS) {
                track.strippedHeader = in.bytes((int) Math.min(256, element.length()));
            }
            in.seek(element.end());
        }
    }
}
