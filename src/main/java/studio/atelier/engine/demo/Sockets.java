package studio.atelier.engine.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntSupplier;

/// The open sockets by client id, with ComfyUI's bug: whichever socket of an id closes, the entry of that id
/// goes, so a newer socket under the same id stays open but hears nothing more. Safe for any thread.
///
/// A channel is only written to on its own thread of the web server, and never with a lock of ours: a channel whose
/// client died tells us so while it holds its own lock, and waits for ours to do it.
final class Sockets {
    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);
    private static final int PREVIEW_IMAGE = 1;
    private static final int PREVIEW_WITH_METADATA = 4;
    private static final int JPEG = 1;

    private final DemoFaults faults;
    private final Map<String, Member> table = new LinkedHashMap<>();
    private final List<WebSocketChannel> open = new ArrayList<>();

    Sockets(DemoFaults faults) {
        this.faults = faults;
    }

    private static final class Member {
        private final WebSocketChannel channel;
        private boolean wantsMetadata;

        Member(WebSocketChannel channel) {
            this.channel = channel;
        }
    }

    synchronized void join(String clientId, WebSocketChannel channel) {
        table.put(clientId, new Member(channel));
        open.add(channel);
    }

    synchronized void leave(String clientId, WebSocketChannel channel) {
        table.remove(clientId);
        open.remove(channel);
    }

    /// What the client said it understands in its first message.
    synchronized void negotiate(String clientId, JsonNode flags) {
        Member member = table.get(clientId);
        if (member != null) {
            member.wantsMetadata = flags.path("supports_preview_metadata").asBoolean();
        }
    }

    /// Sends to one client, or to all when empty. A client without a socket misses it.
    synchronized void send(Optional<String> client, String type, JsonNode data) {
        ObjectNode message = PythonJson.object().put("type", type);
        message.set("data", data);
        String text = PythonJson.write(message);
        for (Member member : members(client)) {
            sendText(member, text);
        }
    }

    void broadcastStatus(IntSupplier remaining) {
        send(Optional.empty(), "status", status(remaining.getAsInt()));
    }

    static ObjectNode status(int remaining) {
        ObjectNode data = PythonJson.object();
        data.putObject("status").putObject("exec_info").put("queue_remaining", remaining);
        return data;
    }

    /// A preview with its progress message: before it in the form with metadata, after it in the old form.
    synchronized void sendPreview(
            Optional<String> client, ObjectNode identity, byte[] jpeg, String type, JsonNode data) {
        ObjectNode message = PythonJson.object().put("type", type);
        message.set("data", data);
        String text = PythonJson.write(message);
        for (Member member : members(client)) {
            if (member.wantsMetadata) {
                sendBinary(member, withMetadata(identity, jpeg));
                sendText(member, text);
            } else {
                sendText(member, text);
                sendBinary(member, plain(jpeg));
            }
        }
    }

    /// Cuts all sockets without a closing handshake, as a crash does.
    void drop() {
        List<WebSocketChannel> channels;
        synchronized (this) {
            channels = List.copyOf(open);
            open.clear();
            table.clear();
        }
        channels.forEach(IoUtils::safeClose);
    }

    synchronized int count() {
        return open.size();
    }

    private List<Member> members(Optional<String> client) {
        if (faults.socketsAreSilent()) {
            return List.of();
        }
        return client.map(id -> Optional.ofNullable(table.get(id)).map(List::of).orElse(List.of()))
                .orElseGet(() -> List.copyOf(table.values()));
    }

    private static void sendText(Member member, String text) {
        write(member.channel, () -> WebSockets.sendText(text, member.channel, null));
    }

    private static void sendBinary(Member member, byte[] bytes) {
        write(
                member.channel,
                () -> WebSockets.sendBinary(ByteBuffer.wrap(bytes), member.channel, null));
    }

    /// In the order of the calls.
    private static void write(WebSocketChannel channel, Runnable message) {
        try {
            channel.getIoThread()
                    .execute(
                            () -> {
                                try {
                                    message.run();
                                } catch (IllegalStateException e) {
                                    LOG.debug("a socket closed while a message was on its way", e);
                                }
                            });
        } catch (RejectedExecutionException e) {
            LOG.debug("the server stopped while a message was on its way", e);
        }
    }

    private static byte[] plain(byte[] jpeg) {
        return frame(
                out -> {
                    out.writeInt(PREVIEW_IMAGE);
                    out.writeInt(JPEG);
                    out.write(jpeg);
                });
    }

    private static byte[] withMetadata(ObjectNode identity, byte[] jpeg) {
        String json = PythonJson.write(identity.deepCopy().put("image_type", "image/jpeg"));
        byte[] metadata = json.getBytes(StandardCharsets.UTF_8);
        return frame(
                out -> {
                    out.writeInt(PREVIEW_WITH_METADATA);
                    out.writeInt(metadata.length);
                    out.write(metadata);
                    out.write(jpeg);
                });
    }

    private interface Body {
        void writeTo(DataOutputStream out) throws IOException;
    }

    private static byte[] frame(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            body.writeTo(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
