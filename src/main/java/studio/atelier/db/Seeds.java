package studio.atelier.db;

import org.jdbi.v3.core.Handle;

import studio.atelier.model.LoraModel;
import studio.atelier.model.ModelId;

import java.util.List;
import java.util.Locale;

/// Fills a new database once. A database that has models or references of its own, or that was filled before and
/// emptied by a person, is left as it is.
public final class Seeds {
    private static final String MODELS_KEY = "seeded.models";
    private static final String REFERENCES_KEY = "seeded.references";

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
                    return true;
                });
    }

    /// Says who brings the sample references in: true for one caller only, and only while there are none.
    public boolean claimReferences() {
        return database.inTransaction(
                handle -> {
                    Locks.seeding(handle);
                    return claim(handle, REFERENCES_KEY, "reference_images");
                });
    }

    private static boolean claim(Handle handle, String key, String table) {
        if (SettingStore.find(handle, key).isPresent()) {
            return false;
        }
        boolean empty =
                handle.createQuery("select not exists (select 1 from " + table + ")")
                        .mapTo(Boolean.class)
                        .one();
        SettingStore.put(handle, key, empty ? "planted" : "own");
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
