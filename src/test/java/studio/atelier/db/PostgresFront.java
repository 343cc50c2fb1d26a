package studio.atelier.db;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// What stands before a PostgreSQL server, or in its place, and speaks the beginning of its protocol.
public final class PostgresFront implements AutoCloseable {
    private static final int SSL_REQUEST = 80_877_103;

    private final ServerSocket door = new ServerSocket(0, 20, InetAddress.getLoopbackAddress());

    /// On threads of its own: those who look up names that are not there keep all virtual ones waiting.
    private PostgresFront(Guest guest) throws IOException {
        Thread.ofPlatform().daemon().start(() -> accept(guest));
    }

    private interface Guest {
        void serve(Socket client) throws IOException;
    }

    /// Offers encryption with this certificate.
    public static PostgresFront certified(SSLContext context) throws IOException {
        return new PostgresFront(
                client -> {
                    greeting(new DataInputStream(client.getInputStream()));
                    client.getOutputStream().write('S');
                    var socket =
                            context.getSocketFactory().createSocket(client, "client", 1, false);
                    ((SSLSocket) socket).setUseClientMode(false);
                    int _ = socket.getInputStream().read();
                });
    }

    /// Refuses everyone.
    ///
    /// @param state the SQLSTATE
    public static PostgresFront refusing(String state, String words) throws IOException {
        return new PostgresFront(
                client -> {
                    var in = new DataInputStream(client.getInputStream());
                    OutputStream out = client.getOutputStream();
                    while (greeting(in) == SSL_REQUEST) {
                        out.write('N');
                    }
                    String fields = "SFATAL\0C%s\0M%s\0\0".formatted(state, words);
                    byte[] body = fields.getBytes(StandardCharsets.UTF_8);
                    out.write(new byte[] {'E', 0, 0, 0, (byte) (body.length + 4)});
                    out.write(body);
                });
    }

    /// Passes everything on, but for the number of the version.
    ///
    /// @param major two digits
    public static PostgresFront aged(DatabaseAddress real, String major) throws IOException {
        return new PostgresFront(
                client -> {
                    int port = real.hosts().getFirst().port();
                    try (var server = new Socket(InetAddress.getLoopbackAddress(), port)) {
                        Thread.ofPlatform().daemon().start(() -> pump(client, server, ""));
                        pump(server, client, major);
                    }
                });
    }

    public List<DatabaseAddress.Host> hosts() {
        return List.of(new DatabaseAddress.Host("127.0.0.1", door.getLocalPort()));
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    private void accept(Guest guest) {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Thread.ofPlatform().daemon().start(() -> serve(guest, client));
            } catch (IOException e) {
                // it was closed, or a guest left in the door
            }
        }
    }

    private static void serve(Guest guest, Socket client) {
        try (client) {
            guest.serve(client);
        } catch (IOException e) {
            // the guest left, which is what this is for
            return;
        }
    }

    /// The first message has no letter in front.
    private static int greeting(DataInputStream in) throws IOException {
        int length = in.readInt();
        int code = in.readInt();
        in.skipNBytes(length - 8L);
        return code;
    }

    private static void pump(Socket from, Socket to, String major) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[65_536];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                String said = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
                int at = major.isEmpty() ? -1 : said.indexOf("server_version\0");
                if (at >= 0) {
                    byte[] digits = major.getBytes(StandardCharsets.ISO_8859_1);
                    System.arraycopy(
                            digits, 0, buffer, at + "server_version\0".length(), digits.length);
                }
                out.write(buffer, 0, n);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // the other side left
            return;
        }
    }
}
