package studio.atelier.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import studio.atelier.model.StudioException;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A network that cuts the pool's very first connection while it is being set up.
class CutConnectionTest {
    @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

    @Test
    void thePoolComesBackWhateverItsFirstConnectionWasAskedWhenItWasCut() throws IOException {
        for (String asked : List.of("", "SHOW TRANSACTION ISOLATION", "SELECT 1", "ROLLBACK")) {
            try (var relay = new Relay(asked);
                    var database = Database.open(relay.address())) {
                assertEquals(7, patiently(database), "cut at \"" + asked + "\"");
            }
        }
    }

    /// Asks again as the queue does.
    private static int patiently(Database database) {
        Optional<StudioException> last = Optional.empty();
        for (int tries = 0; tries < 3; tries++) {
            try {
                return database.inTransaction(
                        handle -> handle.createQuery("select 7").mapTo(Integer.class).one());
            } catch (StudioException e) {
                last = Optional.of(e);
            }
        }
        throw last.orElseThrow();
    }

    /// Cuts the first connection on which the client says something, and passes everything on afterwards.
    private static final class Relay implements AutoCloseable {
        private final ServerSocket door = new ServerSocket(0, 20, InetAddress.getLoopbackAddress());
        private final String word;
        private volatile boolean hasCut;

        Relay(String word) throws IOException {
            this.word = word.toUpperCase(Locale.ROOT);
            Thread.ofVirtual().start(this::accept);
        }

        DatabaseAddress address() {
            DatabaseAddress at = postgres.address();
            return new DatabaseAddress(
                    List.of(new DatabaseAddress.Host("127.0.0.1", door.getLocalPort())),
                    at.database(),
                    at.user(),
                    at.password(),
                    at.options(),
                    false);
        }

        @Override
        public void close() throws IOException {
            door.close();
        }

        private void accept() {
            while (!door.isClosed()) {
                try {
                    Socket client = door.accept();
                    int port = postgres.address().hosts().getFirst().port();
                    var server = new Socket(InetAddress.getLoopbackAddress(), port);
                    Thread.ofVirtual().start(() -> pump(client, server, true));
                    Thread.ofVirtual().start(() -> pump(server, client, false));
                } catch (IOException e) {
                    assertTrue(door.isClosed(), e.toString());
                }
            }
        }

        private void pump(Socket from, Socket to, boolean asks) {
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] buffer = new byte[8_192];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    String said = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
                    if (asks && !hasCut && said.toUpperCase(Locale.ROOT).contains(word)) {
                        hasCut = true;
                        return;
                    }
                    out.write(buffer, 0, n);
                }
            } catch (IOException e) {
                // the other direction was cut
                return;
            }
        }
    }
}
