package studio.atelier.ui.generate.caption;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import studio.atelier.captions.CaptionOrder;
import studio.atelier.captions.CaptionPrompt;
import studio.atelier.captions.CaptionsAddress;
import studio.atelier.model.Problem;
import studio.atelier.model.ReferenceImage;

import java.util.List;
import java.util.Optional;

/// What is to be captioned, and with which prompt. JavaFX thread only.
public final class CaptionChoiceViewModel {
    /// The service, as far as it is known.
    public sealed interface Service {
        record Looking() implements Service {}

        record Unset() implements Service {}

        record Wrong(Problem problem) implements Service {}

        record Known(CaptionsAddress address) implements Service {}
    }

    private final CaptionsViewModel captions;
    private final List<ReferenceImage> chosen;
    private final List<ReferenceImage> uncaptioned;
    private final BooleanProperty everywhere = new SimpleBooleanProperty(this, "everywhere");
    private final BooleanProperty replaces = new SimpleBooleanProperty(this, "replaces");
    private final StringProperty prompt = new SimpleStringProperty(this, "prompt");
    private String kept = "";
    private final ReadOnlyIntegerWrapper count = new ReadOnlyIntegerWrapper(this, "count");
    private final ReadOnlyObjectWrapper<Service> service =
            new ReadOnlyObjectWrapper<>(this, "service", new Service.Looking());

    /// @param chosen what it is about at first, unless it is empty
    CaptionChoiceViewModel(
            CaptionsViewModel captions, List<ReferenceImage> chosen, List<ReferenceImage> all) {
        this.captions = captions;
        this.chosen = List.copyOf(chosen);
        this.uncaptioned = all.stream().filter(CaptionOrder::isUncaptioned).toList();
        everywhere.set(chosen.isEmpty());
        kept = CaptionPrompt.orUsual(captions.memory().load());
        prompt.set(kept);
        everywhere.subscribe(this::counted);
        replaces.subscribe(this::counted);
        counted();
        lookAgain();
    }

    public int chosenCount() {
        return chosen.size();
    }

    /// How many of the chosen have a caption.
    public int captionedCount() {
        return (int) chosen.stream().filter(each -> !CaptionOrder.isUncaptioned(each)).count();
    }

    public int uncaptionedCount() {
        return uncaptioned.size();
    }

    /// Whether it is about all that have no caption, or about the chosen.
    public BooleanProperty everywhere() {
        return everywhere;
    }

    /// Whether those of the chosen that have a caption get another one.
    public BooleanProperty replaces() {
        return replaces;
    }

    public StringProperty prompt() {
        return prompt;
    }

    /// How many pictures will be described.
    public ReadOnlyIntegerProperty count() {
        return count.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Service> service() {
        return service.getReadOnlyProperty();
    }

    /// Finds out again which service is set.
    public void lookAgain() {
        Optional<CaptionHost> host = captions.host();
        if (host.isEmpty()) {
            service.set(new Service.Unset());
            return;
        }
        captions.background()
                .latest(
                        "captions.service",
                        host.get()::service,
                        found ->
                                service.set(
                                        found.<Service>map(Service.Known::new)
                                                .orElseGet(Service.Unset::new)),
                        problem -> service.set(new Service.Wrong(problem)));
    }

    public void showSettings() {
        captions.host().ifPresent(CaptionHost::showSettings);
    }

    /// Whether a prompt was written that is not kept yet.
    public boolean isTouched() {
        return !prompt.get().strip().equals(kept.strip());
    }

    public boolean isUsualPrompt() {
        return prompt.get().strip().equals(CaptionPrompt.usual());
    }

    public void resetPrompt() {
        prompt.set(CaptionPrompt.usual());
    }

    /// True while it can begin.
    public boolean isReady() {
        return service.get() instanceof Service.Known
                && count.get() > 0
                && !prompt.get().isBlank()
                && !captions.running().get();
    }

    /// Begins, and remembers the prompt.
    public void start() {
        if (isReady() && service.get() instanceof Service.Known(var address)) {
            keepPrompt();
            captions.start(order(address));
        }
    }

    /// Remembers the prompt as it is.
    public void keepPrompt() {
        captions.memory().save(isUsualPrompt() ? "" : prompt.get().strip());
        kept = prompt.get();
    }

    private CaptionOrder order(CaptionsAddress address) {
        boolean all = everywhere.get();
        return new CaptionOrder(
                address, all ? uncaptioned : chosen, prompt.get().strip(), !all && replaces.get());
    }

    private void counted() {
        count.set(
                everywhere.get()
                        ? uncaptioned.size()
                        : chosen.size() - (replaces.get() ? 0 : captionedCount()));
    }
}
