package io.releasemedia.api;

import io.releasemedia.database.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a client and a database: it can cut the connections, or let them hang. */
final class Gate implements AutoCloseable {

    private enum State {
        OPEN,
        SHUT,
        HANGING
    }

    private final Database.Location behind;
    private final InetSocketAddress target;
    private final ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile State state = State.OPEN;

    Gate(Database.Location behind) throws IOException {
        this.behind = behind;
        URI address = URI.create(behind.server().orElseThrow().url().substring("jdbc:".length()));
        this.target = new InetSocketAddress(address.getHost(), address.getPort() == -1 ? 5432 : address.getPort());
        start(this::accept);
    }

    /** The database, through the gate. */
    Database.Location location() {
        Database.Server server = behind.server().orElseThrow();
        String url = server.url().replaceFirst("//[^/]+/", "//127.0.0.1:" + entrance.getLocalPort() + "/");
        return new Database.Location(
                Optional.of(new Database.Server(url, server.username(), server.password())), behind.home());
    }

    /** Connections end, and new ones end at once. */
    void shut() {
        state = State.SHUT;
        sockets.forEach(Gate::end);
    }

    /** Connections stay, and nothing comes through them. */
    void hang() {
        state = State.HANGING;
    }

    void open() {
        state = State.OPEN;
        sockets.forEach(Gate::end); // what hung has lost bytes
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                if (state == State.SHUT) {
                    end(client);
                    continue;
                }
                Socket server = new Socket(target.getAddress(), target.getPort());
                sockets.add(client);
                sockets.add(server);
                start(() -> pump(client, server));
                start(() -> pump(server, client));
            } catch (IOException e) {
                // It was closed, or the client left again.
            }
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int length;
            while ((length = in.read(buffer)) >= 0) {
                if (state == State.OPEN) {
                    out.write(buffer, 0, length);
                }
            }
        } catch (IOException e) {
            // One side is gone, so the other goes as well.
        } finally {
            end(from);
            end(to);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "gate");
        thread.setDaemon(true);
        thread.start();
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed.
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        sockets.forEach(Gate::end);
    }
}
