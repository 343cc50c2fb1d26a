package studio.atelier.ui.kit;

import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.util.Subscription;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What is selected, by key, in the order of selecting. It is not bound to what a grid shows at the moment, so
/// it stays when a filter hides items. JavaFX thread only.
public final class GridSelection<K> {
    private final LinkedHashSet<K> keys = new LinkedHashSet<>();
    private final Set<K> view = Collections.unmodifiableSet(keys);
    private final ReadOnlyIntegerWrapper size = new ReadOnlyIntegerWrapper(0);
    private final List<Runnable> listeners = new ArrayList<>();

    /// A live, unmodifiable view. Copy it before giving it to another thread.
    public Set<K> keys() {
        return view;
    }

    public boolean contains(K key) {
        return keys.contains(key);
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    public int size() {
        return keys.size();
    }

    public ReadOnlyIntegerProperty sizeProperty() {
        return size.getReadOnlyProperty();
    }

    /// Told once after each change, however many keys it touched.
    public Subscription onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /// Selects exactly these.
    public void set(Collection<? extends K> wanted) {
        boolean same = keys.size() == wanted.size() && keys.containsAll(wanted);
        if (!same) {
            keys.clear();
            keys.addAll(wanted);
            changed();
        }
    }

    public void add(Collection<? extends K> more) {
        if (keys.addAll(more)) {
            changed();
        }
    }

    public void remove(Collection<? extends K> gone) {
        boolean any = false;
        for (K key : gone) {
            any |= keys.remove(key);
        }
        if (any) {
            changed();
        }
    }

    public void toggle(K key) {
        if (!keys.remove(key)) {
            keys.add(key);
        }
        changed();
    }

    public void clear() {
        if (!keys.isEmpty()) {
            keys.clear();
            changed();
        }
    }

    private void changed() {
        size.set(keys.size());
        for (Runnable listener : List.copyOf(listeners)) {
            listener.run();
        }
    }
}
