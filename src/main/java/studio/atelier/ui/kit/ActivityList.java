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
    private Optional<String> newestGroup = Optional.empty();
    private int newestCount;

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

    /// Toasts that count the same thing one after the other stay one line: a long batch must not push an error out.
    void add(Toast toast) {
        Optional<Toast.Group> group = toast.group();
        boolean goesOn =
                !entries.isEmpty()
                        && group.isPresent()
                        && group.map(Toast.Group::key).equals(newestGroup);
        newestCount = group.map(Toast.Group::count).orElse(0) + (goesOn ? newestCount : 0);
        newestGroup = group.map(Toast.Group::key);
        if (goesOn) {
            String text = group.get().text().apply(newestCount);
            entries.set(0, new Activity(clock.instant(), toast.kind(), text, toast.problem()));
            unread.set(Math.max(1, unread.get()));
            return;
        }
        entries.addFirst(
                new Activity(clock.instant(), toast.kind(), toast.text(), toast.problem()));
        if (entries.size() > MOST) {
            entries.removeLast();
        }
        unread.set(unread.get() + 1);
    }
}
