package studio.atelier.ui.generate.queue;

import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;

import studio.atelier.model.Messages;
import studio.atelier.ui.generate.queue.QueueVerbs.Chosen;
import studio.atelier.ui.kit.Icons;

import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/// What can be done with everything that is selected in the side bar, with how many jobs it would touch.
final class SelectionMenu extends ContextMenu {
    private static final Messages MESSAGES = Messages.of("queue");

    SelectionMenu(QueueVerbs verbs, Supplier<Chosen> chosen) {
        add("selection.front", Icons.FRONT, chosen, Chosen::waiting, verbs::toFront);
        add("selection.cancel", Icons.CANCEL, chosen, Chosen::cancellable, verbs::cancel);
        add("selection.retry", Icons.RETRY, chosen, Chosen::retryable, verbs::retry);
    }

    private void add(
            String key,
            Icons icon,
            Supplier<Chosen> chosen,
            ToIntFunction<Chosen> touched,
            Consumer<Chosen> verb) {
        // No accelerator: in a context menu it would hold in the whole window. The list has the
        // keys.
        MenuItem item = new MenuItem("", icon.node());
        item.setOnAction(_ -> verb.accept(chosen.get()));
        showingProperty()
                .subscribe(
                        _ -> {
                            int count = touched.applyAsInt(chosen.get());
                            item.setText(MESSAGES.text(key, count));
                            item.setDisable(count == 0);
                        });
        getItems().add(item);
    }
}
