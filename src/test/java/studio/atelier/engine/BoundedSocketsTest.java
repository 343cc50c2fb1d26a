package studio.atelier.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

class BoundedSocketsTest {
    @Test
    void readsOnlySoMuchBetweenTwoMessages() throws IOException {
        var sockets = new BoundedSockets(100);
        try (var door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client =
                        sockets.createSocket(
                                InetAddress.getLoopbackAddress(), door.getLocalPort());
                Socket server = door.accept()) {
            server.getOutputStream().write(new byte[300]);
            InputStream in = client.getInputStream();
            assertEquals(90, in.readNBytes(90).length);
            sockets.messageRead();
            assertEquals(90, in.readNBytes(90).length);
            assertThrows(IOException.class, () -> in.readNBytes(90));
        }
    }
}
