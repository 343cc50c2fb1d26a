package studio.atelier.ui.generate.edit;

import studio.atelier.gallery.Library;
import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceChange;
import studio.atelier.model.ReferenceChange.Caption;
import studio.atelier.model.ReferenceChange.Captions;
import studio.atelier.model.ReferenceChange.Categories;
import studio.atelier.model.ReferenceChange.Deletion;
import studio.atelier.model.ReferenceChange.Moved;
import studio.atelier.model.ReferenceChange.Recaptioned;
import studio.atelier.model.ReferenceImage;
import studio.atelier.ui.kit.Background;
import studio.atelier.ui.kit.Toast;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/// What a person does to references in the browser, each with a way back. JavaFX thread only; the work is done
/// elsewhere.
public final class ReferenceVerbs {
    private static final Messages MESSAGES = Messages.of("references");
    private static final int UNDO_DEPTH = 20;

    private final Library library;
    private final Background background;
    private final InstantSource clock;
    private final Consumer<ReferenceChange> changed;
    private final Deque<ReferenceChange> undoable = new ArrayDeque<>();
    private Consumer<Toast> toasts = _ -> {};

    /// @param changed told of what took place, also of what was taken back
    public ReferenceVerbs(
            Library library,
            Background background,
            InstantSource clock,
            Consumer<ReferenceChange> changed) {
        this.library = library;
        this.background = background;
        this.clock = clock;
        this.changed = changed;
    }

    /// @param show for example `Toasts::show`
    public void onToast(Consumer<Toast> show) {
        toasts = show;
    }

    /// Puts references into a category; those that are in it already stay.
    public void move(Collection<ReferenceImage> chosen, String category) {
        List<Moved> moved =
                chosen.stream()
                        .filter(reference -> !reference.category().equals(category))
                        .map(each -> new Moved(each.id(), each.category(), category))
                        .toList();
        apply(new Categories(moved), count -> MESSAGES.text("moved", count, category));
    }

    /// Gives a category another name; if there is one of that name, the two become one.
    ///
    /// @param blankToo whether what has no category is meant too
    public void rename(String from, String to, boolean blankToo) {
        run(
                () -> library.renameCategory(from, to, blankToo),
                done -> finished(done, done.size(), _ -> MESSAGES.text("renamed", from, to)));
    }

    /// Gives one reference another caption. Says nothing when it went well: it is seen.
    public void recaption(ReferenceImage reference, String text) {
        if (text.equals(reference.caption())) {
            return;
        }
        Captions change =
                new Captions(
                        List.of(new Recaptioned(reference.id(), Caption.of(reference), now(text))));
        run(
                () -> library.edit(change),
                done -> {
                    if (done.size() == 0) {
                        toasts.accept(Toast.neutral(MESSAGES.text("caption.meanwhile")));
                    } else {
                        remember(done);
                    }
                    changed.accept(done);
                });
    }

    /// Gives many references other captions.
    public void recaption(Captions change) {
        apply(change, count -> MESSAGES.text("replaced", count));
    }

    /// Takes note of captions that were replaced already, so that they can be taken back.
    public void replaced(Captions done) {
        if (done.size() > 0) {
            finished(done, done.size(), count -> MESSAGES.text("replaced", count));
        }
    }

    /// A caption as it is written now; an empty one was never written.
    Caption now(String text) {
        return new Caption(text, text.isEmpty() ? Optional.empty() : Optional.of(clock.instant()));
    }

    /// Takes references away from people. Jobs and pictures made from them keep them.
    public void delete(Collection<ReferenceImage> chosen) {
        apply(
                new Deletion(chosen.stream().map(ReferenceImage::id).toList(), true),
                count -> MESSAGES.text("deleted", count));
    }

    /// Takes back the latest edit that was not taken back yet.
    ///
    /// @return false when there is none
    public boolean undo() {
        ReferenceChange latest = undoable.peek();
        if (latest == null) {
            return false;
        }
        undo(latest);
        return true;
    }

    private void undo(ReferenceChange change) {
        if (!undoable.remove(change)) {
            return; // by the other way to ask for it
        }
        background.run(
                () -> library.edit(change.inverse()),
                done -> {
                    String text =
                            done.size() == change.size()
                                    ? MESSAGES.text("undone")
                                    : MESSAGES.text("undone.some", done.size(), change.size());
                    toasts.accept(Toast.neutral(text).inPlaceOf(change));
                    changed.accept(done);
                },
                problem -> {
                    undoable.push(change);
                    refused(problem);
                });
    }

    private void apply(ReferenceChange change, IntFunction<String> words) {
        if (change.size() > 0) {
            run(() -> library.edit(change), done -> finished(done, change.size(), words));
        }
    }

    private void run(Callable<ReferenceChange> work, Consumer<ReferenceChange> done) {
        background.run(work, done, this::refused);
    }

    private void finished(ReferenceChange done, int asked, IntFunction<String> words) {
        int count = done.size();
        String text = words.apply(count);
        if (count < asked) {
            text += " " + MESSAGES.text("meanwhile", asked - count);
        }
        Toast toast = Toast.neutral(text).inPlaceOf(done);
        if (count > 0) {
            remember(done);
            toast = toast.withAction(MESSAGES.text("undo"), () -> undo(done));
        }
        toasts.accept(toast);
        changed.accept(done);
    }

    private void remember(ReferenceChange done) {
        undoable.push(done);
        if (undoable.size() > UNDO_DEPTH) {
            undoable.removeLast();
        }
    }

    private void refused(Problem problem) {
        toasts.accept(Toast.error(problem));
    }
}
