package studio.atelier.ui.generate.edit;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import studio.atelier.model.ReferenceChange.Caption;
import studio.atelier.model.ReferenceChange.Captions;
import studio.atelier.model.ReferenceChange.Recaptioned;
import studio.atelier.model.ReferenceImage;
import studio.atelier.ui.kit.Background;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Find and replace over captions, of the selected references or of all. JavaFX thread only; searching runs
/// elsewhere.
public final class ReplaceViewModel {
    /// What would change.
    ///
    /// @param places how often the text was found
    /// @param searched how many captions were looked at
    public record Preview(Captions change, int places, int searched) {
        static final Preview NOTHING = new Preview(new Captions(List.of()), 0, 0);
    }

    private final ReferenceVerbs verbs;
    private final Background background;
    private final List<ReferenceImage> selected;
    private final List<ReferenceImage> all;
    private final StringProperty find = new SimpleStringProperty(this, "find", "");
    private final StringProperty replacement = new SimpleStringProperty(this, "replacement", "");
    private final BooleanProperty caseMatters =
            new SimpleBooleanProperty(this, "caseMatters", false);
    private final BooleanProperty everywhere = new SimpleBooleanProperty(this, "everywhere", false);
    private final ReadOnlyObjectWrapper<Preview> preview =
            new ReadOnlyObjectWrapper<>(this, "preview", Preview.NOTHING);

    /// @param selected what is searched at first, unless it is empty
    public ReplaceViewModel(
            ReferenceVerbs verbs,
            Background background,
            List<ReferenceImage> selected,
            List<ReferenceImage> all) {
        this.verbs = verbs;
        this.background = background;
        this.selected = List.copyOf(selected);
        this.all = List.copyOf(all);
        everywhere.set(selected.isEmpty());
        find.subscribe((_, _) -> look());
        replacement.subscribe((_, _) -> look());
        caseMatters.subscribe((_, _) -> look());
        everywhere.subscribe((_, _) -> look());
    }

    public StringProperty find() {
        return find;
    }

    public StringProperty replacement() {
        return replacement;
    }

    public BooleanProperty caseMatters() {
        return caseMatters;
    }

    /// Whether all captions are searched, or only those of the selection.
    public BooleanProperty everywhere() {
        return everywhere;
    }

    public int selectedCount() {
        return selected.size();
    }

    public int allCount() {
        return all.size();
    }

    public ReadOnlyObjectProperty<Preview> preview() {
        return preview.getReadOnlyProperty();
    }

    /// Does what the preview shows.
    public void replace() {
        verbs.recaption(preview.get().change());
    }

    private void look() {
        String text = find.get();
        String with = replacement.get();
        boolean exact = caseMatters.get();
        List<ReferenceImage> searched = everywhere.get() ? all : selected;
        background.latest(
                "references.replace",
                () -> text.isEmpty() ? Preview.NOTHING : look(searched, pattern(text, exact), with),
                preview::set,
                _ -> preview.set(Preview.NOTHING));
    }

    private Preview look(List<ReferenceImage> searched, Pattern pattern, String with) {
        List<Recaptioned> changes = new ArrayList<>();
        String quoted = Matcher.quoteReplacement(with);
        int places = 0;
        for (ReferenceImage reference : searched) {
            Matcher matcher = pattern.matcher(reference.caption());
            int found = (int) matcher.results().count();
            String after = matcher.reset().replaceAll(quoted);
            if (found > 0 && !after.equals(reference.caption())) {
                places += found;
                changes.add(
                        new Recaptioned(reference.id(), Caption.of(reference), verbs.now(after)));
            }
        }
        return new Preview(new Captions(changes), places, searched.size());
    }

    private static Pattern pattern(String text, boolean exact) {
        int flags = Pattern.LITERAL;
        return Pattern.compile(
                text, exact ? flags : flags | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
