package studio.atelier.engine.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.undertow.websockets.WebSocketConnectionCallback;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.spi.WebSocketHttpExchange;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Greets a new socket, as ComfyUI does: the queue's length and its id, then the running node when the running
/// prompt is its own. Only the client's first message can change anything.
final class SocketDoor implements WebSocketConnectionCallback {
    private static final Logger LOG = LoggerFactory.getLogger(SocketDoor.class);

    private final Sockets sockets;
    private final PromptQueue queue;
    private final RunState state;
    private final DemoProfile profile;

    SocketDoor(Sockets sockets, PromptQueue queue, RunState state, DemoProfile profile) {
        this.sockets = sockets;
        this.queue = queue;
        this.state = state;
        this.profile = profile;
    }

    @Override
    public void onConnect(WebSocketHttpExchange exchange, WebSocketChannel channel) {
        String id =
                Optional.ofNullable(exchange.getRequestParameters().get("clientId"))
                        .map(List::getFirst)
                        .filter(text -> !text.isEmpty())
                        .orElseGet(() -> UUID.randomUUID().toString().replace("-", ""));
        sockets.join(id, channel);
        channel.addCloseTask(_ -> sockets.leave(id, channel));
        ObjectNode greeting = Sockets.status(queue.remaining());
        greeting.put("sid", id);
        sockets.send(Optional.of(id), "status", greeting);
        state.nodeFor(id)
                .ifPresent(
                        node ->
                                sockets.send(
                                        Optional.of(id),
                                        "executing",
                                        PythonJson.object().put("node", node)));
        channel.getReceiveSetter().set(new Listener(id));
        channel.resumeReceives();
    }

    private final class Listener extends AbstractReceiveListener {
        private final String id;
        private boolean first = true;

        Listener(String id) {
            this.id = id;
        }

        @Override
        protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
            boolean isFirst = first;
            first = false;
            if (!isFirst) {
                return;
            }
            try {
                JsonNode json = PythonJson.read(message.getData().getBytes(StandardCharsets.UTF_8));
                if (json.path("type").asText().equals("feature_flags")) {
                    sockets.negotiate(id, json.path("data"));
                    sockets.send(Optional.of(id), "feature_flags", InfoRoutes.features(profile));
                }
            } catch (IOException e) {
                LOG.debug("a client sent no JSON", e);
            }
        }
    }
}
