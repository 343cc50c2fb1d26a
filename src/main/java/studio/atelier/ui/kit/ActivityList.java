package studio.atelier.ui.kit;

import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import studio.atelier.model.Problem;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// What the toasts said, newest first, so that nothing is missed. JavaFX thread only.
public final class ActivityList {
    private static final int MOST = 200;

    /// One line of the list.
    public record Activity(Instant at, Toast.Kind kind, String text, Optional<Problem> problem) {}

    private final ObservableList<Activity> entries = FXCollections.observableArrayList();
    private final ObservableList<Activity> view = FXCollections.unmodifiableObservableList(entries);
    private final ReadOnlyIntegerWrapper unread = new ReadOnlyIntegerWrapper();
    private final InstantSource clock;

    public ActivityList(InstantSource clock) {
        this.clock = clock;
    }

    public ObservableList<Activity> entries() {
        return view;
    }

    /// Entries since the list was last opened.
    public ReadOnlyIntegerProperty unreadProperty() {
        return unread.getReadOnlyProperty();
    }

    public void markRead() {
        unread.set(0);
    }

    public void clear() {
        entries.clear();
        unread.set(0);
    }

    void add(Toast toast) {
        entries.addFirst(
                new Activity(clock.instant(), toast.kind(), toast.text(), toast.problem()));
        if (entries.size() > MOST) {
            entries.removeLast();
        }
        unread.set(unread.get() + 1);
    }
}
