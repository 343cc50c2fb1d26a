package studio.atelier.drill;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// A bad network between a client and a server on loopback, for any protocol over TCP. What it does to the bytes
/// can be changed at any moment and holds for open connections too.
final class FaultProxy implements AutoCloseable {
    private static final int BUFFER = 8 * 1024;

    private volatile InetSocketAddress target;
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Weather weather = Weather.FAIR;

    private FaultProxy(InetSocketAddress target, ServerSocket door) {
        this.target = target;
        this.door = door;
    }

    /// What happens to each piece that passes.
    ///
    /// @param latency milliseconds that each piece waits
    /// @param bytesPerSecond 0 for as fast as it goes
    /// @param truncateAfter bytes from the server after which a connection is cut, 0 for never
    /// @param blackHole nothing passes and nothing is closed: half open
    /// @param refuse new connections are closed at once
    record Weather(
            int latency, int bytesPerSecond, int truncateAfter, boolean blackHole, boolean refuse) {
        static final Weather FAIR = new Weather(0, 0, 0, false, false);

        static Weather slow(int latency) {
            return new Weather(latency, 0, 0, false, false);
        }

        static Weather throttled(int bytesPerSecond) {
            return new Weather(0, bytesPerSecond, 0, false, false);
        }

        static Weather truncating(int after) {
            return new Weather(0, 0, after, false, false);
        }

        static Weather halfOpen() {
            return new Weather(0, 0, 0, true, false);
        }

        static Weather down() {
            return new Weather(0, 0, 0, false, true);
        }
    }

    static FaultProxy to(String host, int port) throws IOException {
        var door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        var proxy = new FaultProxy(new InetSocketAddress(host, port), door);
        Thread.ofPlatform().daemon().name("proxy").start(proxy::accept);
        return proxy;
    }

    int port() {
        return door.getLocalPort();
    }

    /// New connections go to another port of loopback from now on.
    void lead(int port) {
        target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    void set(Weather wanted) {
        weather = wanted;
    }

    /// Closes every connection at once, with a reset.
    void reset() {
        for (Socket socket : open) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException _) {
                // Closed already: that was the aim.
            }
        }
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                if (weather.refuse()) {
                    client.setSoLinger(true, 0);
                    client.close();
                } else {
                    connect(client);
                }
            } catch (IOException _) {
                // The door closes, or a client left in the meantime.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server = new Socket();
        server.connect(target);
        open.add(client);
        open.add(server);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> pump(client, server, false));
        Thread.ofVirtual().start(() -> pump(server, client, true));
    }

    private void pump(Socket from, Socket to, boolean fromServer) {
        byte[] buffer = new byte[BUFFER];
        long passed = 0;
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                Weather now = awaitPassage(n);
                passed += n;
                if (fromServer && now.truncateAfter() > 0 && passed > now.truncateAfter()) {
                    return;
                }
                out.write(buffer, 0, n);
                out.flush();
            }
        } catch (IOException _) {
            // One side is gone: the other is closed too.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private Weather awaitPassage(int bytes) throws InterruptedException {
        Weather now = weather;
        while (now.blackHole()) {
            TimeUnit.MILLISECONDS.sleep(20);
            now = weather;
        }
        if (now.latency() > 0) {
            TimeUnit.MILLISECONDS.sleep(now.latency());
        }
        if (now.bytesPerSecond() > 0) {
            TimeUnit.MILLISECONDS.sleep(1_000L * bytes / now.bytesPerSecond());
        }
        return now;
    }

    @Override
    public void close() throws IOException {
        door.close();
        weather = Weather.FAIR;
        reset();
    }
}
