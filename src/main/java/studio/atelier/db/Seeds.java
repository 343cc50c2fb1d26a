package studio.atelier.db;

import org.jdbi.v3.core.Handle;

import studio.atelier.model.LoraModel;
import studio.atelier.model.ModelId;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Fills a new database once. A database that has models or references of its own, or that was filled before and
/// emptied by a person, is left as it is.
public final class Seeds {
    private static final String MODELS_KEY = "seeded.models";
    private static final String REFERENCES_KEY = "seeded.references";

    /// As long as this is noted, what was begun may not be complete.
    private static final String PLANTING = "planting";

    /// As long as others wait for a first start that died in the middle.
    private static final Duration LEASE = Duration.ofSeconds(10);

    private static final long LOOK_MILLIS = 200;

    private final Database database;

    public Seeds(Database database) {
        this.database = database;
    }

    /// @return true when the models were inserted now
    public boolean plantModels() {
        return database.inTransaction(
                handle -> {
                    Locks.seeding(handle);
                    if (!claim(handle, MODELS_KEY, "models")) {
                        return false;
                    }
                    models().forEach(model -> ModelStore.insert(handle, model));
                    SettingStore.put(handle, MODELS_KEY, "planted");
                    return true;
                });
    }

    /// True while the sample references are still to be brought in: there were none at the first look, and
    /// `referencesPlanted` was not called since. Whoever dies in between does it again at the next start.
    public boolean wantsReferences() {
        return database.inTransaction(
                handle -> {
                    Locks.seeding(handle);
                    return SettingStore.find(handle, REFERENCES_KEY)
                            .map(PLANTING::equals)
                            .orElseGet(() -> claim(handle, REFERENCES_KEY, "reference_images"));
                });
    }

    /// Brings the sample references in unless that is done. Of several processes that start at once one does it and
    /// the others wait: they would otherwise bring in the same pictures side by side. No transaction is open meanwhile,
    /// because a pooler may have one connection for all.
    ///
    /// @param planting uses connections of its own; when it throws, the next start does it again
    public void plantReferences(Runnable planting) {
        if (!wantsReferences()) {
            return;
        }
        String holder = UUID.randomUUID().toString();
        try (var keeper = LeaseKeeper.of(new SharedLeases(database), holder, LEASE)) {
            boolean waits = true;
            while (waits && wantsReferences()) {
                Optional<LeaseKeeper.Held> turn = keeper.take("sample-references");
                if (turn.isPresent()) {
                    plant(turn.get(), planting);
                } else {
                    waits = waited();
                }
            }
        }
    }

    private void plant(LeaseKeeper.Held turn, Runnable planting) {
        try (turn) {
            // Somebody else may have been done with it between the question and the turn.
            if (wantsReferences()) {
                planting.run();
                referencesPlanted();
            }
        }
    }

    /// @return false when somebody wants this thread to end
    private static boolean waited() {
        try {
            return !new CountDownLatch(1).await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public void referencesPlanted() {
        database.useTransaction(handle -> SettingStore.put(handle, REFERENCES_KEY, "planted"));
    }

    private static boolean claim(Handle handle, String key, String table) {
        if (SettingStore.find(handle, key).isPresent()) {
            return false;
        }
        boolean empty =
                handle.createQuery("select not exists (select 1 from " + table + ")")
                        .mapTo(Boolean.class)
                        .one();
        SettingStore.put(handle, key, empty ? PLANTING : "own");
        return empty;
    }

    private static List<LoraModel> models() {
        return List.of(
                model(
                        "Milan",
                        "tan",
                        "brunette",
                        "long brunette hair",
                        "blonde hair, light hair, pale skin"),
                model(
                        "Skyler",
                        "fair",
                        "blonde",
                        "wavy shoulder-length blonde hair",
                        "black hair, brunette hair, dark skin"),
                model(
                        "Sky",
                        "olive",
                        "black",
                        "straight black hair with a fringe",
                        "blonde hair, red hair, curly hair"),
                model(
                        "Cam",
                        "deep brown",
                        "auburn",
                        "short curly auburn hair",
                        "straight hair, blonde hair, pale skin"));
    }

    private static LoraModel model(
            String name, String skinTone, String hairColor, String hairStyle, String negative) {
        String slug = name.toLowerCase(Locale.ROOT);
        return new LoraModel(
                new ModelId(0),
                name,
                slug,
                skinTone,
                hairColor,
                hairStyle,
                slug + ".safetensors",
                slug,
                negative);
    }
}
