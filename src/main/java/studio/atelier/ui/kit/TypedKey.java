package studio.atelier.ui.kit;

import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/// A sign that is typed, such as `?`. Which keys that takes differs from one keyboard to the next, so it is
/// told by what arrives, not by the key.
final class TypedKey extends KeyCombination {
    private final String sign;

    TypedKey(String sign) {
        this.sign = sign;
    }

    static boolean isOne(String key) {
        return key.length() == 1 && !Character.isLetterOrDigit(key.charAt(0));
    }

    @Override
    public boolean match(KeyEvent event) {
        return event.getEventType().equals(KeyEvent.KEY_TYPED) && event.getCharacter().equals(sign);
    }

    @Override
    public String getName() {
        return sign;
    }

    @Override
    public String getDisplayText() {
        return sign;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TypedKey key && key.sign.equals(sign);
    }

    @Override
    public int hashCode() {
        return sign.hashCode();
    }
}
