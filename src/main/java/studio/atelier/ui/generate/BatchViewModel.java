package studio.atelier.ui.generate;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.BatchId;
import studio.atelier.model.BatchPlan;
import studio.atelier.model.BatchRequest;
import studio.atelier.model.Messages;
import studio.atelier.model.Problem;
import studio.atelier.plan.Planner;
import studio.atelier.queue.BatchCheck;
import studio.atelier.queue.EngineAside;
import studio.atelier.queue.Forecast;
import studio.atelier.queue.Queue;
import studio.atelier.ui.generate.queue.ForecastWords;
import studio.atelier.ui.kit.Background;
import studio.atelier.ui.kit.Money;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// The bar below the references: what the batch comes to, why it cannot start, Preview and Generate. JavaFX thread
/// only; planning, checking and committing run elsewhere.
public final class BatchViewModel {
    /// A second press this soon belongs to the first: a double click, or a key held down.
    private static final Duration ONE_PRESS = Duration.ofMillis(500);

    private static final Messages MESSAGES = Messages.of("generate");

    /// How a press of Generate ended.
    private sealed interface Outcome {
        record Queued(BatchId batch, List<EngineAside> aside) implements Outcome {}

        record Refused(List<Problem> problems) implements Outcome {}
    }

    private final Queue queue;
    private final Background background;
    private final InstantSource clock;
    private final ReadOnlyStringWrapper line = new ReadOnlyStringWrapper(this, "line", "");
    private final ReadOnlyStringWrapper forecast = new ReadOnlyStringWrapper(this, "forecast", "");
    private final ReadOnlyStringWrapper generateLabel =
            new ReadOnlyStringWrapper(this, "generateLabel", MESSAGES.text("generate.label", 0));
    private final ReadOnlyStringWrapper reason = new ReadOnlyStringWrapper(this, "reason", "");
    private final ReadOnlyObjectWrapper<Optional<Problem>> blocking =
            new ReadOnlyObjectWrapper<>(this, "blocking", Optional.empty());
    private final ReadOnlyBooleanWrapper able = new ReadOnlyBooleanWrapper(this, "able");
    private final ReadOnlyBooleanWrapper previewable =
            new ReadOnlyBooleanWrapper(this, "previewable");
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
    private final ReadOnlyObjectWrapper<Optional<BatchId>> queued =
            new ReadOnlyObjectWrapper<>(this, "queued", Optional.empty());
    private final ObservableList<Problem> problems = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<List<EngineAside>> aside =
            new ReadOnlyObjectWrapper<>(this, "aside", List.of());
    private Draft draft = Draft.NOTHING;
    private Optional<Problem> engineProblem = Optional.empty();
    private List<Problem> planProblems = List.of();
    private @Nullable BatchPlan planned;
    private Money money = Money.USUAL;
    private Instant lastPress = Instant.EPOCH;

    BatchViewModel(Queue queue, Background background, InstantSource clock) {
        this.queue = queue;
        this.background = background;
        this.clock = clock;
        describe();
    }

    /// For example `3 images × 2 variations = 6 jobs`.
    public ReadOnlyStringProperty line() {
        return line.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty generateLabel() {
        return generateLabel.getReadOnlyProperty();
    }

    /// Why Generate cannot be pressed, or what it does at the moment; empty when there is nothing to say.
    public ReadOnlyStringProperty reason() {
        return reason.getReadOnlyProperty();
    }

    /// The problem behind `reason`, when it is one.
    public ReadOnlyObjectProperty<Optional<Problem>> blocking() {
        return blocking.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty able() {
        return able.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty previewable() {
        return previewable.getReadOnlyProperty();
    }

    /// True from a press until the batch is committed or refused.
    public ReadOnlyBooleanProperty busy() {
        return busy.getReadOnlyProperty();
    }

    /// What the last press found wrong; gone as soon as something is changed.
    public ObservableList<Problem> problems() {
        return problems;
    }

    /// The engines that will not take part in the batch while others run it: as they were last heard, and after a
    /// press as they just said.
    public ReadOnlyObjectProperty<List<EngineAside>> aside() {
        return aside.getReadOnlyProperty();
    }

    /// The batch that the last press made.
    public ReadOnlyObjectProperty<Optional<BatchId>> queued() {
        return queued.getReadOnlyProperty();
    }

    /// As `generate`, behind everything that waits.
    public void generate() {
        generate(Queue.Place.BACK);
    }

    /// Checks, commits and queues the batch. One press makes one batch, however often it is heard.
    public void generate(Queue.Place place) {
        Instant now = clock.instant();
        boolean echo = now.isBefore(lastPress.plus(ONE_PRESS));
        lastPress = now;
        if (echo || busy.get() || !able.get()) {
            return;
        }
        BatchRequest request = draft.request().orElseThrow();
        BatchPlan known = planned;
        planned = null;
        problems.clear();
        busy.set(true);
        describe();
        background.run(
                () -> commit(known != null ? known : plan(request), place),
                this::ended,
                problem -> ended(new Outcome.Refused(List.of(problem))));
    }

    /// Plans the batch and hands it over for looking at. Generate then sends exactly this plan.
    public void preview(Consumer<PreviewViewModel> show) {
        Optional<BatchRequest> request = draft.request();
        if (request.isEmpty() || !previewable.get()) {
            return;
        }
        BatchPlan known = planned;
        background.latest(
                "batch.preview",
                () -> known != null ? known : plan(request.get()),
                plan -> {
                    if (request.equals(draft.request())) {
                        planned = plan;
                    }
                    show.accept(new PreviewViewModel(plan, background));
                },
                problem -> problems.setAll(List.of(problem)));
    }

    /// For example `about 12 to 15 min, $0.35 to $0.45`, empty while nobody can tell.
    public ReadOnlyStringProperty forecast() {
        return forecast.getReadOnlyProperty();
    }

    public void money(Money chosen) {
        money = chosen;
    }

    public void dismissProblems() {
        problems.clear();
    }

    void update(Draft changed) {
        Optional<BatchRequest> request = changed.request();
        boolean another = !request.equals(draft.request());
        draft = changed;
        if (another) {
            planned = null;
            planProblems = List.of();
            problems.clear();
        }
        describe();
        if (another) {
            foresee(request);
        }
        if (another && request.isPresent()) {
            background.latest(
                    "batch.problems",
                    () -> Planner.problems(request.get()),
                    found -> {
                        if (request.equals(draft.request())) {
                            planProblems = found;
                            describe();
                        }
                    },
                    problem -> problems.setAll(List.of(problem)));
        }
    }

    private void foresee(Optional<BatchRequest> request) {
        if (request.isEmpty()) {
            foreseen(Foreseen.NOTHING);
            return;
        }
        BatchRequest asked = request.get();
        background.latest(
                "batch.forecast",
                () -> new Foreseen(queue.forecast(asked), queue.aside(asked)),
                found -> {
                    if (request.equals(draft.request())) {
                        foreseen(found);
                    }
                },
                // a database out of reach is told by the queue's feed
                _ -> foreseen(Foreseen.NOTHING));
    }

    /// What is known of a batch before it starts, without asking anybody.
    private record Foreseen(Forecast forecast, List<EngineAside> aside) {
        static final Foreseen NOTHING = new Foreseen(Forecast.UNKNOWN, List.of());
    }

    private void foreseen(Foreseen found) {
        forecast.set(ForecastWords.text(found.forecast(), money));
        aside.set(found.aside());
    }

    /// The engines said what they have, or why they do not.
    void heard(Optional<Problem> problem) {
        engineProblem = problem;
        describe();
        foresee(draft.request());
    }

    private static BatchPlan plan(BatchRequest request) {
        return Planner.plan(request, RandomGenerator.getDefault());
    }

    private Outcome commit(BatchPlan plan, Queue.Place place) {
        BatchCheck found = queue.preflight(plan);
        return found.isWell()
                ? new Outcome.Queued(queue.enqueue(plan, place), found.aside())
                : new Outcome.Refused(found.problems());
    }

    private void ended(Outcome outcome) {
        busy.set(false);
        switch (outcome) {
            case Outcome.Queued(var batch, var left) -> {
                aside.set(left);
                queued.set(Optional.of(batch));
            }
            case Outcome.Refused(var found) -> problems.setAll(found);
        }
        describe();
    }

    private void describe() {
        int images = draft.references().size();
        line.set(MESSAGES.text("batch.line", images, draft.variations(), draft.jobCount()));
        generateLabel.set(MESSAGES.text("generate.label", draft.jobCount()));
        Optional<Problem> problem = problem();
        Optional<String> blocked = problem.map(Problem::sentence).or(draft::missing);
        previewable.set(draft.request().isPresent() && planProblems.isEmpty());
        able.set(blocked.isEmpty() && !busy.get());
        reason.set(busy.get() ? MESSAGES.text("generate.checking") : blocked.orElse(""));
        blocking.set(busy.get() ? Optional.empty() : problem);
    }

    /// What is missing from the draft is said before what is wrong with it, but after an engine out of reach.
    private Optional<Problem> problem() {
        return draft.missing().isPresent()
                ? engineProblem
                : engineProblem.or(draft::missingLora).or(() -> planProblems.stream().findFirst());
    }
}
