package studio.atelier.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/// Sends what is meant for some hosts to a server of ours, until it is closed.
final class TestProxy extends ProxySelector implements AutoCloseable {
    private final ProxySelector usual = Objects.requireNonNull(ProxySelector.getDefault());
    private final String ending;
    private final int port;

    private TestProxy(String ending, int port) {
        this.ending = ending;
        this.port = port;
    }

    static TestProxy forHosts(String ending, int port) {
        var proxy = new TestProxy(ending, port);
        ProxySelector.setDefault(proxy);
        return proxy;
    }

    @Override
    public List<Proxy> select(URI uri) {
        if (!String.valueOf(uri.getHost()).endsWith(ending)) {
            return usual.select(uri);
        }
        var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return List.of(new Proxy(Proxy.Type.HTTP, at));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {
        usual.connectFailed(uri, address, e);
    }

    @Override
    public void close() {
        ProxySelector.setDefault(usual);
    }
}
