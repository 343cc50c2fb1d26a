package studio.atelier.ui.generate.shelf;

import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;

import studio.atelier.gallery.Repertoire;
import studio.atelier.model.LoraModel;
import studio.atelier.model.Messages;
import studio.atelier.model.Parameters;
import studio.atelier.model.Problem;
import studio.atelier.plan.ModelRules;
import studio.atelier.plan.ModelRules.Field;
import studio.atelier.plan.Prompts;
import studio.atelier.ui.generate.shelf.ShelfVerbs.Changed;
import studio.atelier.ui.kit.Background;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// One model in the making: its fields, what is wrong with them, and saving. JavaFX thread only; the database is asked
/// elsewhere.
public final class ModelEditorViewModel {
    private static final Messages MESSAGES = Messages.of("shelf");

    private final LoraModel original;
    private final String title;
    private final Surroundings surroundings;
    private final Repertoire repertoire;
    private final Background background;
    private final ShelfVerbs verbs;
    private final Map<Field, StringProperty> texts = new EnumMap<>(Field.class);
    private final ReadOnlyObjectWrapper<Map<Field, String>> faults =
            new ReadOnlyObjectWrapper<>(this, "faults", Map.of());
    private final ReadOnlyBooleanWrapper saving = new ReadOnlyBooleanWrapper(this, "saving", false);
    private final ReadOnlyObjectWrapper<Optional<Problem>> refusal =
            new ReadOnlyObjectWrapper<>(this, "refusal", Optional.empty());
    private boolean asked;

    /// What the model stands among.
    record Surroundings(List<LoraModel> others, EngineLoras loras) {}

    ModelEditorViewModel(
            LoraModel original,
            String title,
            Surroundings surroundings,
            Repertoire repertoire,
            Background background,
            ShelfVerbs verbs) {
        this.original = original;
        this.title = title;
        this.surroundings = surroundings;
        this.repertoire = repertoire;
        this.background = background;
        this.verbs = verbs;
        for (Field field : Field.values()) {
            var text = new SimpleStringProperty(this, field.name(), field.of(original));
            text.subscribe((_, _) -> look());
            texts.put(field, text);
        }
    }

    public String title() {
        return title;
    }

    public StringProperty text(Field field) {
        return texts.computeIfAbsent(field, _ -> new SimpleStringProperty(""));
    }

    /// Whether something was typed that would be lost.
    boolean isTouched() {
        return texts.entrySet().stream()
                .anyMatch(each -> !each.getValue().get().equals(each.getKey().of(original)));
    }

    public EngineLoras loras() {
        return surroundings.loras();
    }

    /// Sentences beside the fields; none before somebody asked to save.
    public ReadOnlyObjectProperty<Map<Field, String>> faults() {
        return faults.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty saving() {
        return saving.getReadOnlyProperty();
    }

    /// Why it could not be saved, empty while nothing went wrong.
    public ReadOnlyObjectProperty<Optional<Problem>> refusal() {
        return refusal.getReadOnlyProperty();
    }

    /// That no engine has such a LoRA, or not all of them; empty otherwise, and while none tells what it has.
    public ObservableValue<String> warning() {
        StringProperty file = text(Field.LORA_FILE);
        return file.map(typed -> typed.isBlank() ? "" : warning(typed));
    }

    private String warning(String typed) {
        EngineLoras loras = loras();
        if (!loras.names().isEmpty() && !ModelRules.isListed(loras.names(), typed)) {
            return loras.engines().size() == 1
                    ? MESSAGES.text("lora.unknown", loras.engines().getFirst())
                    : MESSAGES.text("lora.unknown-to-all");
        }
        List<String> notOn = loras.notOn(typed);
        return notOn.isEmpty() ? "" : MESSAGES.text("lora.not-on", String.join(", ", notOn));
    }

    /// How every prompt of this model would read.
    public ObservableValue<String> sample() {
        return Bindings.createStringBinding(
                () ->
                        Prompts.of(draft(), MESSAGES.text("model.caption"), Parameters.EMPTY)
                                .positive(),
                texts.values().toArray(StringProperty[]::new));
    }

    /// @param done what follows when it is stored
    public void save(Runnable done) {
        asked = true;
        look();
        if (saving.get() || !faults.get().isEmpty()) {
            return;
        }
        boolean isNew = original.id().value() == 0;
        LoraModel draft = draft();
        saving.set(true);
        refusal.set(Optional.empty());
        background.run(
                () -> isNew ? repertoire.create(draft) : repertoire.change(draft),
                stored -> {
                    saving.set(false);
                    done.run();
                    verbs.saved(
                            MESSAGES.text("model.saved", stored.name()),
                            Changed.to(stored.id()),
                            Optional.of(takeBack(stored, isNew)));
                },
                problem -> {
                    saving.set(false);
                    refusal.set(Optional.of(problem));
                });
    }

    private Callable<Changed> takeBack(LoraModel stored, boolean isNew) {
        return () -> {
            if (isNew) {
                repertoire.archive(stored.id(), true);
                return Changed.SOMETHING;
            }
            return Changed.to(repertoire.change(original).id());
        };
    }

    private LoraModel draft() {
        return new LoraModel(
                original.id(),
                stripped(Field.NAME),
                original.slug(),
                stripped(Field.SKIN_TONE),
                stripped(Field.HAIR_COLOR),
                stripped(Field.HAIR_STYLE),
                stripped(Field.LORA_FILE),
                stripped(Field.TRIGGER_WORD),
                stripped(Field.NEGATIVE_PROMPT));
    }

    private String stripped(Field field) {
        return text(field).get().strip();
    }

    private void look() {
        if (asked) {
            faults.set(ModelRules.faults(draft(), surroundings.others()));
        }
    }
}
