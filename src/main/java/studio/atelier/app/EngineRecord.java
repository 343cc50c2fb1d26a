package studio.atelier.app;

import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/// An engine as a person set it up. What is secret of it is kept elsewhere, under its id.
///
/// @param id never changes, and is part of the names of its secrets: small letters and digits
/// @param name stored with every job that was sent there
/// @param window jobs inside it at once, 1 to 64; empty for the usual number
/// @param pricePerHour zero or more, in the person's own money
/// @param address of a ComfyUI server, or the id or address of a RunPod endpoint; empty for the demo engine
/// @param access how it lets one in
/// @param certificate SHA-256 fingerprint of the one certificate that is trusted there
record EngineRecord(
        String id,
        String name,
        Protocol kind,
        boolean enabled,
        OptionalInt window,
        Optional<BigDecimal> pricePerHour,
        String address,
        Access access,
        Optional<String> certificate) {
    private static final int LONGEST_NAME = 100;

    EngineRecord {
        requireName(name);
        window.ifPresent(EngineNumbers::requireWindow);
        pricePerHour.ifPresent(EngineNumbers::requirePrice);
    }

    /// What speaks there.
    enum Protocol {
        COMFYUI,
        RUNPOD,
        DEMO;

        /// As it is written in files and on the command line.
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// @throws StudioException `SETTING_INVALID`
        static Protocol of(String word) {
            return Arrays.stream(values())
                    .filter(type -> type.word().equals(word))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new StudioException(
                                            Problem.of(
                                                    Kind.SETTING_INVALID,
                                                    "kind",
                                                    word,
                                                    Arrays.stream(values())
                                                            .map(Protocol::word)
                                                            .collect(Collectors.joining(", ")))));
        }
    }

    /// @param user of basic access; empty where a token or nothing is asked for
    /// @param headers names of those whose values are secrets
    record Access(Scheme scheme, String user, List<String> headers) {
        static final Access OPEN = new Access(Scheme.NONE, "", List.of());

        Access {
            headers = List.copyOf(headers);
        }
    }

    /// How a request shows who sends it.
    enum Scheme {
        NONE,
        BASIC,
        BEARER
    }

    /// What its one secret is: of another kind than before, it is another secret.
    enum Carried {
        NOTHING,
        PASSWORD,
        TOKEN,
        KEY
    }

    Carried carried() {
        return switch (kind) {
            case RUNPOD -> Carried.KEY;
            case DEMO -> Carried.NOTHING;
            case COMFYUI ->
                    switch (access.scheme()) {
                        case NONE -> Carried.NOTHING;
                        case BASIC -> Carried.PASSWORD;
                        case BEARER -> Carried.TOKEN;
                    };
        };
    }

    EngineRecord enabled(boolean now) {
        return new EngineRecord(
                id, name, kind, now, window, pricePerHour, address, access, certificate);
    }

    EngineRecord at(String where, Access how) {
        return new EngineRecord(
                id, name, kind, enabled, window, pricePerHour, where, how, certificate);
    }

    /// Unlike any other.
    static String newId() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(), 8);
    }

    /// All names under which its secrets are kept.
    List<String> secrets() {
        List<String> names = new ArrayList<>();
        if (carried() != Carried.NOTHING) {
            names.add(EngineSecrets.access(id));
        }
        access.headers().forEach(header -> names.add(EngineSecrets.header(id, header)));
        return names;
    }

    /// Whether it is asked under encryption.
    boolean isEncrypted() {
        String bare = address.strip().toLowerCase(Locale.ROOT);
        return kind == Protocol.RUNPOD
                ? !bare.startsWith("http:")
                : bare.startsWith("https:") || bare.startsWith("wss:");
    }

    /// @throws StudioException `SETTING_INVALID`
    static void requireName(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new StudioException(
                    Problem.of(
                            Kind.SETTING_INVALID,
                            "name",
                            name,
                            Problem.words("engines.expected-name")));
        }
    }
}
