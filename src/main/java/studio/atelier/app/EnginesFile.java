package studio.atelier.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import studio.atelier.app.EngineRecord.Access;
import studio.atelier.app.EngineRecord.Protocol;
import studio.atelier.app.EngineRecord.Scheme;
import studio.atelier.engine.AddressLogin;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.storage.FolderProblems;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// The engines that a home knows, in a file for its owner alone. Secrets are not in it.
final class EnginesFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int VERSION = 1;

    private final Path file;
    private final HomeLock lock;

    /// @param file need not be there
    /// @param lock held while it changes
    EnginesFile(Path file, HomeLock lock) {
        this.file = file;
        this.lock = lock;
    }

    /// Written anew as a whole at each change.
    Path file() {
        return file;
    }

    /// In the person's order.
    ///
    /// @throws StudioException `CONNECTIONS_UNREADABLE`, or `SETTING_INVALID` naming what is wrong
    List<EngineRecord> all() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            JsonNode root = JSON.readTree(file.toFile());
            if (root.path("version").asInt() != VERSION || !root.path("engines").isArray()) {
                throw unreadable("version " + root.path("version"), null);
            }
            List<EngineRecord> engines = new ArrayList<>();
            root.path("engines").forEach(engine -> engines.add(read(engine)));
            return engines;
        } catch (IOException e) {
            throw unreadable(e.toString(), e);
        }
    }

    Optional<EngineRecord> find(String name) {
        return all().stream().filter(engine -> engine.name().equalsIgnoreCase(name)).findFirst();
    }

    /// As `change`, with one engine.
    void put(EngineRecord engine) {
        change(List.of(engine), Set.of());
    }

    /// Puts each engine in the place of the one with its id, or behind all others; all of it, or nothing.
    ///
    /// @param removed ids
    /// @throws StudioException `SETTING_INVALID` when two would have the same name
    void change(List<EngineRecord> put, Set<String> removed) {
        lock.holding(() -> write(after(all(), put, removed)));
    }

    /// What `change` makes of these engines.
    ///
    /// @throws StudioException as `change`
    static List<EngineRecord> after(
            List<EngineRecord> before, List<EngineRecord> put, Set<String> removed) {
        Map<String, EngineRecord> engines = new LinkedHashMap<>();
        before.forEach(engine -> engines.put(engine.id(), engine));
        engines.keySet().removeAll(removed);
        put.forEach(engine -> engines.put(engine.id(), engine));
        Set<String> names = new HashSet<>();
        for (EngineRecord engine : engines.values()) {
            if (!names.add(engine.name().toLowerCase(Locale.ROOT))) {
                throw nameTaken(engine.name());
            }
        }
        return List.copyOf(engines.values());
    }

    static StudioException nameTaken(String name) {
        return new StudioException(
                Problem.of(
                        Kind.SETTING_INVALID,
                        "name",
                        name,
                        Problem.words("engines.expected-free-name")));
    }

    /// A person enabled or disabled it.
    void enable(String id, boolean enabled) {
        lock.holding(
                () ->
                        all().stream()
                                .filter(engine -> engine.id().equals(id))
                                .findFirst()
                                .ifPresent(engine -> put(engine.enabled(enabled))));
    }

    /// All there are from now on; the caller holds the lock since it read them.
    void write(List<EngineRecord> engines) {
        ObjectNode root = JSON.createObjectNode().put("version", VERSION);
        ArrayNode array = root.putArray("engines");
        engines.forEach(engine -> array.add(json(engine)));
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        try {
            OwnerOnlyFile.write(file, List.of(root.toPrettyString()));
        } catch (IOException e) {
            throw FolderProblems.unprepared(e, folder);
        }
    }

    /// For whoever asks, without what an address of earlier days may hold.
    static ObjectNode shown(EngineRecord engine) {
        return json(engine).put("address", bare(engine.address()));
    }

    /// Without a login.
    static String bare(String address) {
        return AddressLogin.in(address)
                .map(AddressLogin::address)
                .orElseGet(() -> address.replaceAll("//[^/@]*@", "//"));
    }

    private static ObjectNode json(EngineRecord engine) {
        ObjectNode node =
                JSON.createObjectNode()
                        .put("id", engine.id())
                        .put("name", engine.name())
                        .put("kind", engine.kind().word())
                        .put("enabled", engine.enabled());
        engine.window().ifPresent(window -> node.put("window", window));
        engine.pricePerHour().ifPresent(price -> node.put("pricePerHour", price));
        node.put("address", engine.address());
        if (engine.access().scheme() != Scheme.NONE) {
            node.put("access", engine.access().scheme().name().toLowerCase(Locale.ROOT));
        }
        if (!engine.access().user().isEmpty()) {
            node.put("user", engine.access().user());
        }
        if (!engine.access().headers().isEmpty()) {
            ArrayNode headers = node.putArray("headers");
            engine.access().headers().forEach(headers::add);
        }
        engine.certificate().ifPresent(certificate -> node.put("certificate", certificate));
        return node;
    }

    private EngineRecord read(JsonNode node) {
        List<String> headers = new ArrayList<>();
        node.path("headers").forEach(header -> headers.add(header.asText()));
        JsonNode window = node.path("window");
        JsonNode price = node.path("pricePerHour");
        return new EngineRecord(
                text(node, "id").orElseThrow(() -> unreadable("an engine without id", null)),
                text(node, "name").orElse(""),
                Protocol.of(text(node, "kind").orElse(Protocol.COMFYUI.word())),
                node.path("enabled").asBoolean(true),
                window.isNumber() ? OptionalInt.of(window.asInt()) : OptionalInt.empty(),
                price.isNumber() ? Optional.of(new BigDecimal(price.asText())) : Optional.empty(),
                text(node, "address").orElse(""),
                new Access(scheme(node), text(node, "user").orElse(""), headers),
                text(node, "certificate"));
    }

    private Scheme scheme(JsonNode node) {
        return switch (text(node, "access").orElse("none")) {
            case "basic" -> Scheme.BASIC;
            case "bearer" -> Scheme.BEARER;
            case "none" -> Scheme.NONE;
            default -> throw unreadable("access " + node.path("access"), null);
        };
    }

    private static Optional<String> text(JsonNode node, String field) {
        return Optional.of(node.path(field)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }

    private StudioException unreadable(String detail, @Nullable Throwable cause) {
        return new StudioException(
                Problem.detailed(Kind.ENGINES_UNREADABLE, detail, file.toString()), cause);
    }
}
