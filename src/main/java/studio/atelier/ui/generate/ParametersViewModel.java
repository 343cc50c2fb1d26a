package studio.atelier.ui.generate;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import studio.atelier.model.ParameterValue;
import studio.atelier.model.Parameters;
import studio.atelier.model.SeedChoice;
import studio.atelier.model.Workflow;
import studio.atelier.plan.Planner;
import studio.atelier.queue.EngineLists;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/// What can be set for a batch: the workflow's own parameters, variations, seed and the additions to both prompts.
/// Remembers them for each workflow. JavaFX thread only.
public final class ParametersViewModel {
    public static final int MOST_VARIATIONS = 5;

    private final GenerateSettings settings;
    private final ObservableList<ParameterField> fields = FXCollections.observableArrayList();
    private final IntegerProperty variations = new SimpleIntegerProperty(this, "variations", 1);
    private final BooleanProperty randomSeed = new SimpleBooleanProperty(this, "randomSeed", true);
    private final StringProperty seedText = new SimpleStringProperty(this, "seedText", "");
    private final StringProperty positiveSuffix =
            new SimpleStringProperty(this, "positiveSuffix", "");
    private final StringProperty negativeSuffix =
            new SimpleStringProperty(this, "negativeSuffix", "");
    private final ReadOnlyIntegerWrapper revision = new ReadOnlyIntegerWrapper(this, "revision", 0);
    private String section = "";
    private boolean filling;

    ParametersViewModel(GenerateSettings settings) {
        this.settings = settings;
        List.<ObservableValue<?>>of(
                        variations, randomSeed, seedText, positiveSuffix, negativeSuffix)
                .forEach(this::watch);
        randomSeed.subscribe(this::offerSeed);
    }

    public ObservableList<ParameterField> fields() {
        return fields;
    }

    /// 1 to `MOST_VARIATIONS`.
    public IntegerProperty variations() {
        return variations;
    }

    public BooleanProperty randomSeed() {
        return randomSeed;
    }

    /// The fixed seed as typed.
    public StringProperty seedText() {
        return seedText;
    }

    public StringProperty positiveSuffix() {
        return positiveSuffix;
    }

    public StringProperty negativeSuffix() {
        return negativeSuffix;
    }

    /// Counts up with every change of any value.
    public ReadOnlyIntegerProperty revision() {
        return revision.getReadOnlyProperty();
    }

    /// Puts another number into the fixed seed.
    public void drawSeed() {
        seedText.set(String.valueOf(RandomGenerator.getDefault().nextLong(Planner.SEED_BOUND)));
    }

    /// Everything back to what the workflow declares.
    public void reset() {
        fill(
                () -> {
                    fields.forEach(ParameterField::reset);
                    variations.set(1);
                    randomSeed.set(true);
                    seedText.set("");
                    positiveSuffix.set("");
                    negativeSuffix.set("");
                });
    }

    /// Shows another workflow's parameters with what was set for them last.
    void show(Workflow workflow) {
        section = "generate." + workflow.slug();
        List<ParameterField> built =
                workflow.parameters().stream()
                        .filter(definition -> !definition.name().equals("seed"))
                        .map(ParameterField::new)
                        .toList();
        built.forEach(field -> watch(field.value()));
        fields.setAll(built);
        Map<String, String> kept = settings.load(section);
        fill(
                () -> {
                    for (ParameterField field : built) {
                        Optional.ofNullable(kept.get("value." + field.definition().name()))
                                .ifPresent(field::restore);
                    }
                    variations.set(keptVariations(kept.getOrDefault("variations", "1")));
                    randomSeed.set(!kept.getOrDefault("seed.random", "true").equals("false"));
                    seedText.set(kept.getOrDefault("seed", ""));
                    positiveSuffix.set(kept.getOrDefault("positive", ""));
                    negativeSuffix.set(kept.getOrDefault("negative", ""));
                });
    }

    /// Offers the engines' own lists.
    void offer(EngineLists lists) {
        fields.forEach(field -> field.offer(lists));
    }

    /// Takes over what a job was made with; what the workflow does not declare is left out.
    void apply(Parameters parameters, OptionalLong seed) {
        fill(
                () -> {
                    for (ParameterField field : fields) {
                        parameters.value(field.definition().name()).ifPresent(field::apply);
                    }
                    positiveSuffix.set(parameters.positiveSuffix());
                    negativeSuffix.set(parameters.negativeSuffix());
                    randomSeed.set(seed.isEmpty());
                    seed.ifPresent(number -> seedText.set(String.valueOf(number)));
                    variations.set(1);
                });
    }

    Parameters parameters() {
        Map<String, ParameterValue> values = new LinkedHashMap<>();
        for (ParameterField field : fields) {
            values.put(field.definition().name(), field.value().get());
        }
        return new Parameters(values, positiveSuffix.get(), negativeSuffix.get());
    }

    /// Empty when the text is no seed. The number -1 means random, as people know it from other tools.
    Optional<SeedChoice> seed() {
        String text = seedText.get().strip();
        if (randomSeed.get() || text.equals("-1")) {
            return Optional.of(new SeedChoice.Random());
        }
        try {
            long number = Long.parseLong(text);
            return number < 0 ? Optional.empty() : Optional.of(new SeedChoice.Fixed(number));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private void offerSeed(boolean random) {
        if (!random && seedText.get().isBlank()) {
            drawSeed();
        }
    }

    private void watch(ObservableValue<?> observed) {
        observed.addListener((_, _, _) -> changed());
    }

    private void fill(Runnable change) {
        filling = true;
        try {
            change.run();
        } finally {
            filling = false;
        }
        changed();
    }

    private void changed() {
        if (filling) {
            return;
        }
        if (!section.isEmpty()) {
            settings.save(section, kept());
        }
        revision.set(revision.get() + 1);
    }

    private Map<String, String> kept() {
        Map<String, String> kept = new LinkedHashMap<>();
        for (ParameterField field : fields) {
            kept.put("value." + field.definition().name(), field.value().get().text());
        }
        kept.put("variations", String.valueOf(variations.get()));
        kept.put("seed.random", String.valueOf(randomSeed.get()));
        kept.put("seed", seedText.get());
        kept.put("positive", positiveSuffix.get());
        kept.put("negative", negativeSuffix.get());
        return kept;
    }

    private static int keptVariations(String text) {
        return text.matches("[1-" + MOST_VARIATIONS + "]") ? Integer.parseInt(text) : 1;
    }
}
