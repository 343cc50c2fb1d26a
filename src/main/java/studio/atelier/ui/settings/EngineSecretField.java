package studio.atelier.ui.settings;

import studio.atelier.ui.settings.EngineSettings.Secret;

/// A secret as it is being entered: what is typed, else what is kept. JavaFX thread only.
final class EngineSecretField {
    private final SettingField field;
    private Secret loaded = new Secret.None();

    EngineSecretField(String name) {
        field = new SettingField(FieldKind.secret(name));
    }

    SettingField field() {
        return field;
    }

    void load(Secret known) {
        loaded = known;
        field.keep(known instanceof Secret.Kept);
        field.text().set(known instanceof Secret.Typed(var typed) ? typed : "");
    }

    /// What is kept changed elsewhere; what is typed stays.
    void follow(Secret known) {
        loaded = known;
        field.keep(known instanceof Secret.Kept);
    }

    Secret secret() {
        String typed = field.text().get();
        if (!typed.isBlank()) {
            return new Secret.Typed(typed);
        }
        return loaded instanceof Secret.Kept ? loaded : new Secret.None();
    }
}
