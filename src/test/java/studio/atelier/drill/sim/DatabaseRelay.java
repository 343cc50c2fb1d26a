package studio.atelier.drill.sim;

import studio.atelier.model.StudioException;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between one desktop and the database: can be cut, closed for a while, and made to lose the rest of
/// an answer, whose statement may have been carried out. Safe to share between threads.
final class DatabaseRelay implements AutoCloseable {
    private static final int NONE = -1;

    private final InetSocketAddress target;
    private final Mains mains;
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger bytesLeft = new AtomicInteger(NONE);

    /// Since when their questions wait for an answer, by `System.nanoTime`.
    private final Map<Socket, Long> asking = new ConcurrentHashMap<>();

    private volatile Runnable afterLoss = () -> {};
    private volatile boolean down;

    DatabaseRelay(InetSocketAddress target, Mains mains) {
        this.target = target;
        this.mains = mains;
        try {
            this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    void setDown(boolean isDown) {
        down = isDown;
        if (isDown) {
            cut();
        }
    }

    boolean isDown() {
        return down;
    }

    void heal() {
        down = false;
        bytesLeft.set(NONE);
    }

    /// Whether a question waits for its answer, and has not waited longer than so many nanoseconds of real time.
    boolean isAsking(long longest) {
        long now = System.nanoTime();
        return asking.entrySet().stream()
                .anyMatch(asked -> !asked.getKey().isClosed() && now - asked.getValue() < longest);
    }

    void cut() {
        open.forEach(DatabaseRelay::close);
    }

    /// The next answers end after so many bytes, and their connection with them.
    ///
    /// @param then done when that has happened, on a thread of its own
    void loseAfter(int bytes, Runnable then) {
        afterLoss = then;
        bytesLeft.set(bytes);
    }

    @Override
    public void close() {
        down = true;
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                if (down) {
                    client.close();
                } else {
                    Thread.ofVirtual().start(() -> join(client));
                }
            } catch (IOException e) {
                // closed, or a client that has gone again
            }
        }
    }

    private void join(Socket client) {
        var server = new Socket();
        open.add(client);
        open.add(server);
        try (client;
                server) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(target);
            Thread.ofVirtual().start(() -> pump(client, server, client, false));
            pump(server, client, client, true);
        } catch (IOException e) {
            // its other end hears of it by the closing
            return;
        } finally {
            asking.remove(client);
            open.remove(client);
            open.remove(server);
        }
    }

    private void pump(Socket from, Socket to, Socket client, boolean answers) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[16_384];
            var ends = new AnswerEnds();
            for (int n = in.read(buffer); n >= 0 && !mains.isDead(); n = in.read(buffer)) {
                if (!answers) {
                    asking.putIfAbsent(client, System.nanoTime());
                }
                mains.pass();
                int passed = answers ? passed(n) : n;
                if (answers && ends.seen(buffer, n)) {
                    // Before the client has it: it may ask again at once.
                    asking.remove(client);
                }
                out.write(buffer, 0, passed);
                if (passed < n) {
                    Thread.ofVirtual().start(afterLoss);
                    return;
                }
            }
        } catch (IOException | StudioException e) {
            // cut, or the desktop is dead
            return;
        }
    }

    private int passed(int n) {
        int left = bytesLeft.get();
        if (left == NONE) {
            return n;
        }
        if (n <= left) {
            bytesLeft.compareAndSet(left, left - n);
            return n;
        }
        return bytesLeft.compareAndSet(left, NONE) ? left : n;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
