package studio.atelier.model;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/// The words a person sees, from the bundles `studio/atelier/messages/NAME.properties`. Patterns are those of
/// `MessageFormat`: `{0}` is the first argument and an apostrophe is written twice.
public record Messages(ResourceBundle bundle) {
    public static Messages of(String name) {
        return new Messages(ResourceBundle.getBundle("studio.atelier.messages." + name));
    }

    /// @throws java.util.MissingResourceException for a key that the bundle lacks
    public String text(String key, Object... arguments) {
        return new MessageFormat(bundle.getString(key), Locale.getDefault()).format(arguments);
    }

    public boolean has(String key) {
        return bundle.containsKey(key);
    }
}
