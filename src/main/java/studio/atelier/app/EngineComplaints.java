package studio.atelier.app;

import studio.atelier.engine.ComfyAddress;
import studio.atelier.engine.Fingerprint;
import studio.atelier.engine.runpod.RunPodAddress;
import studio.atelier.model.Problem;
import studio.atelier.model.Problem.Kind;
import studio.atelier.model.StudioException;
import studio.atelier.ui.settings.EngineSettings.Access;
import studio.atelier.ui.settings.EngineSettings.Complaint;
import studio.atelier.ui.settings.EngineSettings.Entry;
import studio.atelier.ui.settings.EngineSettings.Field;
import studio.atelier.ui.settings.EngineSettings.Header;
import studio.atelier.ui.settings.EngineSettings.Login;
import studio.atelier.ui.settings.EngineSettings.Protocol;
import studio.atelier.ui.settings.EngineSettings.Secret;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Everything that is wrong with one engine as it is entered, each at its field. Nobody is asked, and no secret is
/// fetched: one that is kept was good when it was.
final class EngineComplaints {
    private static final String GOOD_KEY = "key";
    private static final String GOOD_ENDPOINT = "endpoint";
    private static final String GOOD_ADDRESS = "http://127.0.0.1";

    private final Entry entry;
    private final List<Complaint> found = new ArrayList<>();

    private EngineComplaints(Entry entry) {
        this.entry = entry;
    }

    static List<Complaint> about(Entry entry, Set<String> taken) {
        var complaints = new EngineComplaints(entry);
        complaints.name(taken);
        complaints.refusal(Field.WINDOW, () -> EngineNumbers.window(entry.window()));
        complaints.refusal(Field.PRICE, () -> EngineNumbers.price(entry.price()));
        if (entry.protocol() == Protocol.COMFYUI) {
            complaints.comfy();
        } else if (entry.protocol() == Protocol.RUNPOD) {
            complaints.endpoint();
        }
        return complaints.found;
    }

    private void name(Set<String> taken) {
        refusal(Field.NAME, () -> EngineRecord.requireName(entry.name().strip()));
        if (taken.stream()
                .anyMatch(other -> other.strip().equalsIgnoreCase(entry.name().strip()))) {
            found.add(new Complaint(Field.NAME, 0, EnginesFile.nameTaken(entry.name()).problem()));
        }
    }

    private void comfy() {
        refusal(Field.ADDRESS, () -> ComfyAddress.of(entry.address()));
        Login login = entry.login();
        boolean given = !(login.secret() instanceof Secret.None);
        switch (login.access()) {
            case OPEN -> {
                // nothing is asked for
            }
            case PASSWORD -> {
                if (!given && login.user().isBlank()) {
                    missing(Field.SECRET, 0, "engines.expected-login");
                }
            }
            case TOKEN -> token(login, given);
        }
        headers();
        if (!entry.certificate().isBlank()) {
            refusal(Field.CERTIFICATE, () -> Fingerprint.of(entry.certificate()));
        }
    }

    private void token(Login login, boolean given) {
        if (!given) {
            missing(Field.SECRET, 0, "engines.expected-secret");
        } else if (login.secret() instanceof Secret.Typed(var text)) {
            refusal(Field.SECRET, () -> ComfyAddress.of(GOOD_ADDRESS).withBearer(text));
        }
    }

    private void headers() {
        Set<String> names = new HashSet<>();
        for (int row = 0; row < entry.headers().size(); row++) {
            Header header = entry.headers().get(row);
            String value =
                    switch (header.value()) {
                        case Secret.None() -> "";
                        case Secret.Kept _ -> GOOD_KEY;
                        case Secret.Typed(var text) -> text;
                    };
            refusal(
                    Field.HEADER,
                    row,
                    () -> ComfyAddress.of(GOOD_ADDRESS, Map.of(header.name(), value)));
            // Two names that are told apart by their signs alone would share a place.
            if (!names.add(EngineSecrets.header("", header.name()).toLowerCase(Locale.ROOT))) {
                missing(Field.HEADER, row, "engines.expected-other-header");
            }
        }
    }

    private void endpoint() {
        refusal(Field.ADDRESS, () -> RunPodAddress.of(entry.address(), GOOD_KEY));
        String key =
                switch (entry.login().secret()) {
                    case Secret.None() -> "";
                    case Secret.Kept _ -> GOOD_KEY;
                    case Secret.Typed(var text) -> text;
                };
        if (entry.login().access() == Access.TOKEN) {
            refusal(Field.SECRET, () -> RunPodAddress.of(GOOD_ENDPOINT, key));
        }
    }

    private void missing(Field field, int row, String expected) {
        found.add(
                new Complaint(
                        field,
                        row,
                        Problem.of(
                                Kind.SETTING_INVALID,
                                field.name().toLowerCase(Locale.ROOT),
                                "",
                                Problem.words(expected))));
    }

    private void refusal(Field field, Runnable parse) {
        refusal(field, 0, parse);
    }

    private void refusal(Field field, int row, Runnable parse) {
        try {
            parse.run();
        } catch (StudioException e) {
            found.add(new Complaint(field, row, e.problem()));
        }
    }
}
