package io.releasemedia.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** An address to which nobody gets through, and that refuses nobody: its queue of connections is full. */
public final class BlackHole implements AutoCloseable {

    private static final int ENOUGH = 16;

    private final ServerSocket socket = new ServerSocket();
    private final List<Socket> queue = new ArrayList<>();

    /** @param port 0: any that is free */
    public BlackHole(String address, int port) throws IOException {
        socket.bind(new InetSocketAddress(InetAddress.getByName(address), port), 1);
        while (queue.size() < ENOUGH) {
            Socket one = new Socket();
            queue.add(one);
            try {
                one.connect(socket.getLocalSocketAddress(), 300);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
        throw new IOException("the queue of connections does not fill up");
    }

    public int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (Socket one : queue) {
            one.close();
        }
        socket.close();
    }
}
