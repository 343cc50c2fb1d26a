package studio.atelier.ui.generate;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import studio.atelier.gallery.Library;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceChange;
import studio.atelier.model.ReferenceId;
import studio.atelier.model.ReferenceImage;
import studio.atelier.ui.generate.caption.CaptionShelf;
import studio.atelier.ui.generate.edit.ReferenceVerbs;
import studio.atelier.ui.generate.edit.ReplaceViewModel;
import studio.atelier.ui.kit.Background;
import studio.atelier.ui.kit.GridSelection;

import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The reference browser: what there is, what a category and a search show of it, and what is selected. The
/// selection is of ids, so that it stays when a filter hides pictures. JavaFX thread only; searching runs elsewhere.
public final class ReferencesViewModel {
    /// What stands in the middle of the tab.
    public sealed interface State {
        record Loading() implements State {}

        /// There are no references yet.
        record Empty() implements State {}

        /// There are some, but none match category and search.
        record NothingMatches() implements State {}

        record Showing() implements State {}

        record Failed(Problem problem) implements State {}
    }

    private final Library library;
    private final Background background;
    private final GridSelection<ReferenceId> selection = new GridSelection<>();
    private final StringProperty category = new SimpleStringProperty(this, "category", "");
    private final StringProperty search = new SimpleStringProperty(this, "search", "");
    private final ReadOnlyObjectWrapper<List<ReferenceImage>> shown =
            new ReadOnlyObjectWrapper<>(this, "shown", List.of());
    private final ReadOnlyObjectWrapper<List<CategoryCount>> categories =
            new ReadOnlyObjectWrapper<>(this, "categories", List.of());
    private final ReadOnlyObjectWrapper<State> state =
            new ReadOnlyObjectWrapper<>(this, "state", new State.Loading());
    private final ReadOnlyObjectWrapper<List<ReferenceImage>> selected =
            new ReadOnlyObjectWrapper<>(this, "selected", List.of());
    private final ReadOnlyObjectWrapper<Optional<ReferenceId>> revealed =
            new ReadOnlyObjectWrapper<>(this, "revealed", Optional.empty());
    private final ReferenceVerbs verbs;
    private Map<ReferenceId, ReferenceImage> all = Map.of();
    private Set<ReferenceId> news = Set.of();
    private String version = "";
    private ReferenceFilter filter = new ReferenceFilter(List.of());

    ReferencesViewModel(Library library, Background background, InstantSource clock) {
        this.library = library;
        this.background = background;
        verbs = new ReferenceVerbs(library, background, clock, this::changed);
        category.subscribe((_, _) -> find());
        search.subscribe((_, _) -> find());
        selection.onChange(this::selectionChanged);
    }

    public GridSelection<ReferenceId> selection() {
        return selection;
    }

    /// The category shown, empty for all.
    public StringProperty category() {
        return category;
    }

    /// Words that must occur in caption or file name.
    public StringProperty search() {
        return search;
    }

    /// An immutable snapshot, in the library's order.
    public ReadOnlyObjectProperty<List<ReferenceImage>> shown() {
        return shown.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<List<CategoryCount>> categories() {
        return categories.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<State> state() {
        return state.getReadOnlyProperty();
    }

    /// Editing and deleting.
    public ReferenceVerbs verbs() {
        return verbs;
    }

    /// The one to bring into view, each time it is set to another one.
    public ReadOnlyObjectProperty<Optional<ReferenceId>> revealed() {
        return revealed.getReadOnlyProperty();
    }

    /// All categories that have a name, sorted.
    public List<String> categoryNames() {
        return categories.get().stream()
                .map(CategoryCount::name)
                .filter(name -> !name.isEmpty() && !name.equals(ReferenceFilter.NONE))
                .toList();
    }

    /// Find and replace over the captions of the selection, or of all.
    ReplaceViewModel replacing() {
        return new ReplaceViewModel(verbs, background, selected.get(), List.copyOf(all.values()));
    }

    /// For captioning.
    CaptionShelf captionShelf() {
        return new CaptionShelf() {
            @Override
            public List<ReferenceImage> all() {
                return List.copyOf(all.values());
            }

            @Override
            public void look() {
                ReferencesViewModel.this.look();
            }

            @Override
            public void replaced(ReferenceChange.Captions done) {
                verbs.replaced(done);
            }
        };
    }

    /// Gives a category another name; what has none counts as one, too.
    void rename(String from, String to) {
        verbs.rename(from, to, from.equals(ReferenceFilter.NONE));
        if (category.get().equals(from)) {
            category.set("");
        }
    }

    /// Adds everything that category and search show to the selection.
    public void selectShown() {
        selection.add(shown.get().stream().map(ReferenceImage::id).toList());
    }

    public void clearFilters() {
        category.set("");
        search.set("");
    }

    /// Reads all references again if another desktop, or an older client, changed any.
    public void look() {
        background.latest(
                "references.look",
                library::referencesVersion,
                now -> {
                    if (!now.equals(version)) {
                        reload();
                    }
                },
                _ -> {} // whoever reads next says what is wrong
                );
    }

    /// Reads all references again and brings these new ones into view; selects them if nothing else is.
    void reload(Collection<ReferenceId> added) {
        if (!added.isEmpty()) {
            news = Set.copyOf(added);
            clearFilters();
        }
        reload();
    }

    /// Reads all references again; the selection stays, except of those that are gone.
    public void reload() {
        background.latest(
                "references.load",
                () -> {
                    // First, so that what changes while reading is found the next time.
                    String now = library.referencesVersion();
                    List<ReferenceImage> read = library.references();
                    return new Read(now, byId(read), new ReferenceFilter(read));
                },
                this::take,
                problem -> {
                    if (all.isEmpty()) {
                        state.set(new State.Failed(problem));
                    }
                });
    }

    /// The selected references in the library's order, immutable.
    public ReadOnlyObjectProperty<List<ReferenceImage>> selected() {
        return selected.getReadOnlyProperty();
    }

    /// Selects exactly these, once they are known.
    void select(Collection<ReferenceId> ids) {
        selection.set(ids.stream().filter(id -> all.isEmpty() || all.containsKey(id)).toList());
    }

    private record Read(
            String version, Map<ReferenceId, ReferenceImage> all, ReferenceFilter filter) {}

    private static Map<ReferenceId, ReferenceImage> byId(List<ReferenceImage> references) {
        Map<ReferenceId, ReferenceImage> byId = LinkedHashMap.newLinkedHashMap(references.size());
        references.forEach(reference -> byId.put(reference.id(), reference));
        return byId;
    }

    private void take(Read read) {
        version = read.version();
        all = read.all();
        filter = read.filter();
        selection.remove(selection.keys().stream().filter(id -> !all.containsKey(id)).toList());
        if (selection.isEmpty()) {
            selection.set(all.keySet().stream().filter(news::contains).toList());
        }
        selectionChanged();
        find();
    }

    /// What was deleted comes back into view when that is undone.
    private void changed(ReferenceChange change) {
        if (change instanceof ReferenceChange.Deletion(var ids, var deleted) && !deleted) {
            reload(ids);
        } else {
            reload();
        }
    }

    private void reveal(List<ReferenceImage> found) {
        Optional<ReferenceId> first =
                found.stream().map(ReferenceImage::id).filter(news::contains).findFirst();
        if (first.isPresent()) {
            news = Set.of();
            revealed.set(Optional.empty());
            revealed.set(first);
        }
    }

    private void selectionChanged() {
        selected.set(
                selection.isEmpty()
                        ? List.of()
                        : all.values().stream()
                                .filter(reference -> selection.contains(reference.id()))
                                .toList());
    }

    private void find() {
        ReferenceFilter searched = filter;
        String inCategory = category.get();
        String text = search.get();
        background.latest(
                "references.find",
                () -> searched.find(inCategory, text),
                this::show,
                problem -> state.set(new State.Failed(problem)));
    }

    private void show(ReferenceFilter.Found found) {
        categories.set(found.categories());
        shown.set(found.shown());
        reveal(found.shown());
        if (!found.shown().isEmpty()) {
            state.set(new State.Showing());
        } else if (all.isEmpty()) {
            state.set(new State.Empty());
        } else {
            state.set(new State.NothingMatches());
        }
    }
}
