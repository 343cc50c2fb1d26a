package studio.atelier.ui.generate;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import studio.atelier.gallery.Library;
import studio.atelier.gallery.Repertoire;
import studio.atelier.model.LoraModel;
import studio.atelier.model.ModelId;
import studio.atelier.model.Parameters;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceId;
import studio.atelier.model.Workflow;
import studio.atelier.model.WorkflowId;
import studio.atelier.queue.EngineLists;
import studio.atelier.queue.EngineReport;
import studio.atelier.queue.Queue;
import studio.atelier.queue.QueueEvent;
import studio.atelier.ui.generate.caption.CaptionsViewModel;
import studio.atelier.ui.generate.caption.PromptMemory;
import studio.atelier.ui.generate.shelf.EngineLoras;
import studio.atelier.ui.generate.shelf.ShelfVerbs;
import studio.atelier.ui.generate.shelf.ShelfViewModel;
import studio.atelier.ui.kit.Background;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/// The Generate tab: the model, the workflow, and through its parts the parameters, the references and the batch.
/// JavaFX thread only, except for what it hands to `Background`.
public final class GenerateViewModel implements AutoCloseable {
    private static final String SECTION = "generate";
    private static final String CAPTIONS = "captions";
    private static final String PROMPT = "prompt";

    private final Library library;
    private final Queue queue;
    private final Background background;
    private final Executor ui;
    private final GenerateSettings settings;
    private final ObservableList<ModelChoice> models = FXCollections.observableArrayList();
    private final ObservableList<Workflow> workflows = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Optional<ModelChoice>> model =
            new ReadOnlyObjectWrapper<>(this, "model", Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Workflow>> workflow =
            new ReadOnlyObjectWrapper<>(this, "workflow", Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> loadProblem =
            new ReadOnlyObjectWrapper<>(this, "loadProblem", Optional.empty());
    private final ParametersViewModel parameters;
    private final ReferencesViewModel references;
    private final ImportViewModel imports;
    private final CaptionsViewModel captions;
    private final BatchViewModel batch;
    private final ShelfViewModel shelf;
    private EngineLists engineLists = EngineLists.NONE;
    private Optional<Queue.Subscription> subscription = Optional.empty();

    public GenerateViewModel(
            Library library,
            Repertoire repertoire,
            Queue queue,
            Background background,
            Executor ui,
            GenerateSettings settings,
            InstantSource clock) {
        this.library = library;
        this.queue = queue;
        this.background = background;
        this.ui = ui;
        this.settings = settings;
        this.parameters = new ParametersViewModel(settings);
        this.references = new ReferencesViewModel(library, background, clock);
        this.imports = new ImportViewModel(library, background, ui, references);
        this.captions = new CaptionsViewModel(background, ui, references.captionShelf(), prompts());
        this.batch = new BatchViewModel(queue, background, clock);
        this.shelf =
                new ShelfViewModel(
                        repertoire,
                        queue,
                        background,
                        new ShelfViewModel.Offered(
                                () -> models.stream().map(ModelChoice::model).toList(),
                                () -> List.copyOf(workflows),
                                () -> EngineLoras.of(engineLists)),
                        this::reloadChoices);
        parameters.revision().subscribe((_, _) -> draftChanged());
        references.selected().subscribe((_, _) -> draftChanged());
        batch.problems().subscribe(this::problemsChanged);
    }

    public ParametersViewModel parameters() {
        return parameters;
    }

    public ReferencesViewModel references() {
        return references;
    }

    public ImportViewModel imports() {
        return imports;
    }

    /// Without a service until it is connected.
    public CaptionsViewModel captions() {
        return captions;
    }

    public BatchViewModel batch() {
        return batch;
    }

    /// How models and workflows come, change and go.
    public ShelfViewModel shelf() {
        return shelf;
    }

    public ObservableList<ModelChoice> models() {
        return models;
    }

    public ObservableList<Workflow> workflows() {
        return workflows;
    }

    public ReadOnlyObjectProperty<Optional<ModelChoice>> model() {
        return model.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Optional<Workflow>> workflow() {
        return workflow.getReadOnlyProperty();
    }

    /// Why models and workflows could not be read, empty when they were.
    public ReadOnlyObjectProperty<Optional<Problem>> loadProblem() {
        return loadProblem.getReadOnlyProperty();
    }

    /// Reads everything, restores what was chosen last, and listens to the engine coming and going.
    public void open() {
        if (subscription.isEmpty()) {
            subscription = Optional.of(queue.subscribe(this::hear));
        }
        reload();
    }

    /// Reads models, workflows and references again.
    public void reload() {
        background.latest(
                "generate.load",
                () -> new Choices(library.models(), library.workflows()),
                this::take,
                problem -> loadProblem.set(Optional.of(problem)));
        references.reload();
    }

    /// Reads models and workflows again and chooses what is new or back among them.
    private void reloadChoices(ShelfVerbs.Changed changed) {
        background.latest(
                "generate.load",
                () -> new Choices(library.models(), library.workflows()),
                read -> {
                    take(read);
                    changed.model()
                            .flatMap(id -> first(models, each -> each.model().id().equals(id)))
                            .ifPresent(this::choose);
                    changed.workflow()
                            .flatMap(id -> first(workflows, each -> each.id().equals(id)))
                            .ifPresent(this::choose);
                },
                problem -> loadProblem.set(Optional.of(problem)));
    }

    public void choose(ModelChoice choice) {
        if (!model.get().equals(Optional.of(choice))) {
            model.set(Optional.of(choice));
            remember();
            draftChanged();
        }
    }

    public void choose(Workflow choice) {
        if (!workflow.get().equals(Optional.of(choice))) {
            workflow.set(Optional.of(choice));
            parameters.show(choice);
            parameters.offer(engineLists);
            remember();
            draftChanged();
        }
    }

    /// Fills the tab with what a job was made with. What is gone meanwhile (model, workflow, references) stays as
    /// it is set now.
    public void applySettings(
            Optional<ModelId> wantedModel,
            Optional<WorkflowId> wantedWorkflow,
            Parameters values,
            OptionalLong seed,
            List<ReferenceId> wantedReferences) {
        wantedModel
                .flatMap(id -> first(models, choice -> choice.model().id().equals(id)))
                .ifPresent(this::choose);
        wantedWorkflow
                .flatMap(id -> first(workflows, each -> each.id().equals(id)))
                .ifPresent(this::choose);
        parameters.apply(values, seed);
        parameters.offer(engineLists);
        if (!wantedReferences.isEmpty()) {
            references.clearFilters();
            references.select(wantedReferences);
        }
    }

    /// Asks the engines in use what they have.
    public void askEngine() {
        List<LoraModel> asked = models.stream().map(ModelChoice::model).toList();
        List<Workflow> known = List.copyOf(workflows);
        background.latest(
                "generate.engine",
                () -> queue.engineReport(asked, known),
                this::takeReport,
                problem -> batch.heard(Optional.of(problem)));
    }

    @Override
    public void close() {
        captions.close();
        subscription.ifPresent(Queue.Subscription::close);
        subscription = Optional.empty();
    }

    private PromptMemory prompts() {
        return new PromptMemory() {
            @Override
            public String load() {
                return settings.load(CAPTIONS).getOrDefault(PROMPT, "");
            }

            @Override
            public void save(String prompt) {
                settings.save(CAPTIONS, Map.of(PROMPT, prompt));
            }
        };
    }

    private record Choices(List<LoraModel> models, List<Workflow> workflows) {}

    private void take(Choices read) {
        loadProblem.set(Optional.empty());
        Map<String, String> kept = settings.load(SECTION);
        String lastModel = model.get().map(c -> c.model().slug()).orElse(kept.get("model"));
        String lastWorkflow = workflow.get().map(Workflow::slug).orElse(kept.get("workflow"));
        models.setAll(
                read.models().stream()
                        .map(m -> ModelChoice.of(m, EngineReport.Loras.ALL))
                        .toList());
        workflows.setAll(read.workflows());
        if (models.isEmpty()) {
            model.set(Optional.empty());
        }
        first(models, choice -> choice.model().slug().equals(lastModel))
                .or(() -> models.stream().findFirst())
                .ifPresent(this::choose);
        first(workflows, each -> each.slug().equals(lastWorkflow))
                .or(() -> workflows.stream().findFirst())
                .ifPresent(this::choose);
        askEngine();
    }

    private void takeReport(EngineReport report) {
        engineLists = report.lists();
        parameters.offer(engineLists);
        models.replaceAll(choice -> ModelChoice.of(choice.model(), report.loras()));
        model.set(
                model.get()
                        .flatMap(
                                chosen ->
                                        first(
                                                models,
                                                c -> c.model().id().equals(chosen.model().id()))));
        batch.heard(report.problem());
        draftChanged();
    }

    /// On a queue thread.
    private void hear(QueueEvent event) {
        switch (event) {
            case QueueEvent.EngineUp _, QueueEvent.EngineDown _, QueueEvent.EnginePaused _ ->
                    ui.execute(this::askEngine);
            case QueueEvent.ServiceChanged(_, var problem) when problem.isEmpty() ->
                    ui.execute(this::reload);
            default -> {} // the queue's own side bar shows the rest
        }
    }

    private void problemsChanged() {
        if (!batch.problems().isEmpty()) {
            askEngine();
        }
    }

    private void draftChanged() {
        batch.update(
                new Draft(
                        model.get(),
                        workflow.get(),
                        references.selected().get(),
                        parameters.variations().get(),
                        parameters.parameters(),
                        parameters.seed()));
    }

    private void remember() {
        settings.save(
                SECTION,
                Map.of(
                        "model", model.get().map(c -> c.model().slug()).orElse(""),
                        "workflow", workflow.get().map(Workflow::slug).orElse("")));
    }

    private static <T> Optional<T> first(List<T> list, Predicate<? super T> wanted) {
        return list.stream().filter(wanted).findFirst();
    }
}
