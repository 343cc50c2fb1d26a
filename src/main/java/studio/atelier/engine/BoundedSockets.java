package studio.atelier.engine;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/// Sockets of one websocket connection that read only so much between two messages. OkHttp collects a message
/// in memory however long it is, and a server may send one that never ends. Safe to share between threads.
final class BoundedSockets extends PromptSockets {
    private final long most;
    private final AtomicLong sinceMessage = new AtomicLong();

    /// @param most bytes
    BoundedSockets(long most) {
        this.most = most;
    }

    /// A message has been read to its end.
    void messageRead() {
        sinceMessage.set(0);
    }

    private final class Bounded extends Socket {
        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    return counted(super.read(), 1);
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    int n = super.read(bytes, offset, length);
                    return counted(n, n);
                }
            };
        }
    }

    @Override
    Socket unconnected() {
        return new Bounded();
    }

    private int counted(int result, int bytes) throws IOException {
        if (bytes > 0 && sinceMessage.addAndGet(bytes) > most) {
            throw new IOException("a message of more than " + most + " bytes");
        }
        return result;
    }
}
