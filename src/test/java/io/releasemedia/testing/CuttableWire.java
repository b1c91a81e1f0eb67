package io.releasemedia.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A port that leads to another one, until it is cut: then what is connected breaks off and nobody answers. */
public final class CuttableWire implements AutoCloseable {

    private final InetSocketAddress target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final int port;
    private volatile ServerSocket listener;

    private CuttableWire(InetSocketAddress target) throws IOException {
        this.target = target;
        this.listener = listen(0);
        this.port = listener.getLocalPort();
        accept(listener);
    }

    /** To a port of 127.0.0.1. */
    public static CuttableWire to(int port) throws IOException {
        return new CuttableWire(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** The end to connect to. */
    public int port() {
        return port;
    }

    /** Breaks it. */
    public void cut() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** Mends it. */
    public void mend() throws IOException {
        listener = listen(port);
        accept(listener);
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private void accept(ServerSocket socket) {
        threads.execute(() -> {
            while (!socket.isClosed()) {
                try {
                    Socket near = socket.accept();
                    sockets.add(near);
                    Socket far = new Socket(target.getAddress(), target.getPort());
                    sockets.add(far);
                    pump(near, far);
                    pump(far, near);
                } catch (IOException e) {
                    // Cut.
                }
            }
        });
    }

    private void pump(Socket from, Socket to) {
        threads.execute(() -> {
            try (from;
                    to;
                    InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                in.transferTo(out);
            } catch (IOException e) {
                // Cut.
            }
        });
    }

    @Override
    public void close() throws IOException {
        cut();
        threads.shutdownNow();
    }
}
