package studio.atelier.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

import javax.net.SocketFactory;

/// Sockets that send small packets at once: a request of two packets otherwise waits for the engine's
/// acknowledgement of the first, some 40 ms.
class PromptSockets extends SocketFactory {
    /// A socket of the kind that this factory makes.
    Socket unconnected() {
        return new Socket();
    }

    @Override
    public final Socket createSocket() throws IOException {
        Socket socket = unconnected();
        socket.setTcpNoDelay(true);
        return socket;
    }

    @Override
    public final Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public final Socket createSocket(String host, int port, InetAddress local, int localPort)
            throws IOException {
        return bound(local, localPort, new InetSocketAddress(host, port));
    }

    @Override
    public final Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public final Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
            throws IOException {
        return bound(local, localPort, new InetSocketAddress(host, port));
    }

    private Socket connected(InetSocketAddress to) throws IOException {
        Socket socket = createSocket();
        socket.connect(to);
        return socket;
    }

    private Socket bound(InetAddress local, int localPort, InetSocketAddress to)
            throws IOException {
        Socket socket = createSocket();
        socket.bind(new InetSocketAddress(local, localPort));
        socket.connect(to);
        return socket;
    }
}
