package io.releasemedia.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** What kept an exchange from ending in an answer; each with a sentence for people. */
public enum FailureKind {
    /** Refused by {@link AddressPolicy}; nothing was sent. */
    BLOCKED("leads to an address that is refused"),
    /** No URL that could be requested. */
    NO_WEB_URL("leads to something that is no web address"),
    /** A redirect that is not followed. */
    REDIRECT("redirects in a way that is not followed"),
    /** The name has no address, or its look-up fails. */
    UNKNOWN_NAME("the host name cannot be resolved"),
    /** Nothing listens. */
    REFUSED("the host refuses the connection"),
    /** There is no way to the network of the host. */
    NO_ROUTE("there is no route to the host"),
    /** Connecting, waiting or reading took longer than allowed. */
    TIMEOUT("the host does not answer in time"),
    /** Nobody who is trusted vouches for the certificate. */
    UNTRUSTED_CERTIFICATE("the certificate of the host is not trusted"),
    /** The time for which the certificate is valid is over, or has not begun. */
    EXPIRED_CERTIFICATE("the certificate of the host has expired or is not valid yet"),
    /** The certificate is another host's. */
    FOREIGN_CERTIFICATE("the certificate of the host is for another name"),
    /** Encryption could not be agreed on. */
    TLS("no encrypted connection to the host is possible"),
    /** The connection was closed before the answer was complete. */
    CLOSED("the host closes the connection early"),
    /** What came is no HTTP, or more of it than is accepted. */
    NOT_HTTP("the host does not answer in valid HTTP"),
    /** Anything else. */
    OTHER("the host cannot be reached");

    private final String sentence;

    FailureKind(String sentence) {
        this.sentence = sentence;
    }

    /** The failure in words that hold nothing of the URL. */
    public String sentence() {
        return sentence;
    }

    /** Whether a host was there and reacted, however wrongly. */
    public boolean isReaction() {
        return isCertificate() || this == TLS || this == CLOSED || this == NOT_HTTP || this == REDIRECT;
    }

    /** Whether the host is there and only its certificate is bad. */
    public boolean isCertificate() {
        return this == UNTRUSTED_CERTIFICATE || this == EXPIRED_CERTIFICATE || this == FOREIGN_CERTIFICATE;
    }

    /** Whether the same request may succeed a moment later. */
    public boolean mayPass() {
        return switch (this) {
            case BLOCKED, NO_WEB_URL, REDIRECT -> false;
            default -> !isCertificate();
        };
    }

    /** The kind of what {@link WebClient#send} or a body threw. */
    public static FailureKind of(IOException e) {
        if (e instanceof BlockedAddressException) {
            return BLOCKED;
        } else if (e instanceof InvalidUrlException) {
            return NO_WEB_URL;
        } else if (e instanceof RedirectException) {
            return REDIRECT;
        } else if (e instanceof DeadlineExceededException || e instanceof SilentServerException) {
            return TIMEOUT;
        } else if (e instanceof SSLException secure) {
            return ofEncryption(secure);
        }
        return ofConnection(e);
    }

    private static FailureKind ofConnection(IOException e) {
        if (e instanceof UnknownHostException) {
            return UNKNOWN_NAME;
        } else if (e instanceof NoRouteToHostException) {
            return NO_ROUTE;
        } else if (e instanceof ConnectException) {
            return String.valueOf(e.getMessage()).contains("unreachable") ? NO_ROUTE : REFUSED;
        } else if (e instanceof MalformedChunkCodingException
                || e instanceof MessageConstraintException
                || e instanceof ZipException
                || e instanceof ClientProtocolException) {
            return NOT_HTTP;
        } else if (e instanceof NoHttpResponseException
                || e instanceof ConnectionClosedException
                || e instanceof SocketException) {
            return CLOSED;
        }
        return OTHER;
    }

    private static FailureKind ofEncryption(SSLException e) {
        FailureKind kind = e instanceof SSLPeerUnverifiedException ? FOREIGN_CERTIFICATE : TLS;
        int depth = 0;
        for (Throwable cause = e.getCause(); cause != null && depth < 10; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return EXPIRED_CERTIFICATE;
            } else if (cause instanceof CertPathValidatorException || cause instanceof CertPathBuilderException) {
                kind = UNTRUSTED_CERTIFICATE;
            } else if (cause instanceof CertificateException && kind == TLS) {
                kind = FOREIGN_CERTIFICATE;
            }
            depth++;
        }
        return kind;
    }
}
