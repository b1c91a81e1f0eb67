package io.releasemedia.net;

import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultClassicHttpResponseFactory;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.HttpMessageParserFactory;
import org.apache.hc.core5.http.message.BasicLineParser;
import org.apache.hc.core5.http.message.StatusLine;
import org.apache.hc.core5.util.CharArrayBuffer;

/** Reads answers whose headers are no larger than 64 KiB in sum; each connection has a parser of its own. */
final class HeaderLimit implements HttpMessageParserFactory<ClassicHttpResponse> {

    static final int MAX_HEADERS = 64 << 10;

    private final Http1Config config;

    HeaderLimit(Http1Config config) {
        this.config = config;
    }

    @Override
    public HttpMessageParser<ClassicHttpResponse> create() {
        return new DefaultHttpResponseParser(config, new CountingParser(), DefaultClassicHttpResponseFactory.INSTANCE);
    }

    @Override
    @SuppressWarnings("deprecation")
    public HttpMessageParser<ClassicHttpResponse> create(Http1Config ignored) {
        return create();
    }

    private static final class CountingParser extends BasicLineParser {

        private int size;

        @Override
        public StatusLine parseStatusLine(CharArrayBuffer buffer) throws ParseException {
            size = 0;
            return super.parseStatusLine(buffer);
        }

        @Override
        public Header parseHeader(CharArrayBuffer buffer) throws ParseException {
            size += buffer.length();
            if (size > MAX_HEADERS) {
                throw new ParseException("headers larger than " + MAX_HEADERS + " bytes");
            }
            return super.parseHeader(buffer);
        }
    }
}
