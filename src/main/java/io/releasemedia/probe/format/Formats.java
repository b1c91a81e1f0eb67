package io.releasemedia.probe.format;

import io.releasemedia.probe.format.ac3.Ac3Reader;
import io.releasemedia.probe.format.adts.AdtsReader;
import io.releasemedia.probe.format.aiff.AiffReader;
import io.releasemedia.probe.format.amr.AmrReader;
import io.releasemedia.probe.format.ape.ApeReader;
import io.releasemedia.probe.format.asf.AsfReader;
import io.releasemedia.probe.format.au.AuReader;
import io.releasemedia.probe.format.avi.AviReader;
import io.releasemedia.probe.format.bmp.BmpReader;
import io.releasemedia.probe.format.caf.CafReader;
import io.releasemedia.probe.format.dff.DffReader;
import io.releasemedia.probe.format.dsf.DsfReader;
import io.releasemedia.probe.format.dts.DtsReader;
import io.releasemedia.probe.format.flac.FlacReader;
import io.releasemedia.probe.format.flv.FlvReader;
import io.releasemedia.probe.format.gif.GifReader;
import io.releasemedia.probe.format.heif.HeifReader;
import io.releasemedia.probe.format.ico.IcoReader;
import io.releasemedia.probe.format.jpeg.JpegReader;
import io.releasemedia.probe.format.jpeg2000.Jpeg2000Reader;
import io.releasemedia.probe.format.jpegxl.JpegXlReader;
import io.releasemedia.probe.format.matroska.MatroskaReader;
import io.releasemedia.probe.format.mp4.Mp4Reader;
import io.releasemedia.probe.format.mpegaudio.MpegAudioReader;
import io.releasemedia.probe.format.mpegps.MpegPsReader;
import io.releasemedia.probe.format.mpegts.MpegTsReader;
import io.releasemedia.probe.format.musepack.MusepackReader;
import io.releasemedia.probe.format.ogg.OggReader;
import io.releasemedia.probe.format.optimfrog.OptimFrogReader;
import io.releasemedia.probe.format.png.PngReader;
import io.releasemedia.probe.format.psd.PsdReader;
import io.releasemedia.probe.format.svg.SvgReader;
import io.releasemedia.probe.format.tak.TakReader;
import io.releasemedia.probe.format.tiff.TiffReader;
import io.releasemedia.probe.format.tta.TtaReader;
import io.releasemedia.probe.format.wav.WavReader;
import io.releasemedia.probe.format.wavpack.WavPackReader;
import io.releasemedia.probe.format.webp.WebpReader;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The table that says which of the project's readers answers which MIME type. A type that is not here is answered by a
 * library or not at all. A reader's class is loaded when the first file of its type is met.
 */
public final class Formats {

    private static final Map<String, FormatReader> LOADED = new ConcurrentHashMap<>();

    private Formats() {}

    /** The reader that answers a MIME type (as the detector names it), if the project has one. */
    public static Optional<FormatReader> reader(String mimeType) {
        FormatReader loaded = LOADED.get(mimeType);
        return Optional.ofNullable(loaded != null ? loaded : LOADED.computeIfAbsent(mimeType, Formats::create));
    }

    private static @Nullable FormatReader create(String mimeType) {
        return switch (mimeType) {
            case "audio/mpeg" -> new MpegAudioReader();
            case "audio/aac" -> new AdtsReader();
            case "audio/ac3", "audio/eac3" -> new Ac3Reader();
            case "audio/amr", "audio/amr-wb" -> new AmrReader();
            case "audio/vnd.dts" -> new DtsReader();
            case "audio/mp4", "video/mp4", "video/quicktime", "video/3gpp" -> new Mp4Reader();
            case "image/heic", "image/heic-sequence", "image/heif", "image/heif-sequence", "image/avif" ->
                new HeifReader();
            case "video/x-matroska" -> new MatroskaReader();
            case "video/x-msvideo" -> new AviReader();
            case "video/mp2t" -> new MpegTsReader();
            case "video/mpeg" -> new MpegPsReader();
            case "video/x-flv" -> new FlvReader();
            case "audio/ogg", "video/ogg" -> new OggReader();
            case "audio/flac" -> new FlacReader();
            case "audio/x-ape" -> new ApeReader();
            case "audio/x-wavpack" -> new WavPackReader();
            case "audio/x-musepack" -> new MusepackReader();
            case "audio/x-tak" -> new TakReader();
            case "audio/x-tta" -> new TtaReader();
            case "audio/x-optimfrog" -> new OptimFrogReader();
            case "audio/x-dsf" -> new DsfReader();
            case "audio/x-dff" -> new DffReader();
            case "audio/wav", "audio/x-w64" -> new WavReader();
            case "audio/aiff" -> new AiffReader();
            case "audio/basic" -> new AuReader();
            case "audio/x-caf" -> new CafReader();
            case "video/x-ms-asf" -> new AsfReader();
            case "image/png" -> new PngReader();
            case "image/jpeg" -> new JpegReader();
            case "image/gif" -> new GifReader();
            case "image/webp" -> new WebpReader();
            case "image/bmp" -> new BmpReader();
            case "image/tiff" -> new TiffReader();
            case "image/vnd.microsoft.icon", "image/x-icon" -> new IcoReader();
            case "image/vnd.adobe.photoshop" -> new PsdReader();
            case "image/jp2", "image/jpx", "image/jpm", "image/x-jp2-codestream" -> new Jpeg2000Reader();
            case "image/jxl" -> new JpegXlReader();
            case "image/svg+xml" -> new SvgReader();
            default -> null;
        };
    }
}
