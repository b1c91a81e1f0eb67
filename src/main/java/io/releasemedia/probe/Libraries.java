package io.releasemedia.probe;

import io.releasemedia.probe.library.JaudiotaggerEngine;
import io.releasemedia.probe.library.LibraryEngine;
import io.releasemedia.probe.library.PdfEngine;
import io.releasemedia.probe.library.TikaEngine;
import io.releasemedia.source.ByteSource;
import java.util.Optional;

/** Which library answers a type that the project has no reader for. A library is loaded when it is first asked. */
final class Libraries {

    private Libraries() {}

    /** The engine for a type, if there is one. */
    static Optional<LibraryEngine> engine(String mimeType, ByteSource source) {
        LibraryEngine engine =
                switch (mimeType) {
                    case "application/pdf" -> new PdfEngine();
                    case "application/vnd.rn-realmedia", "audio/x-pn-realaudio" -> new JaudiotaggerEngine();
                    default -> mimeType.startsWith("image/") ? new TikaEngine() : null;
                };
        return Optional.ofNullable(engine).filter(found -> found.reads(mimeType, source));
    }
}
