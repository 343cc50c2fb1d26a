package studio.atelier.ui.gallery;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;

import studio.atelier.model.Messages;
import studio.atelier.ui.kit.Icons;

import java.util.Optional;

/// How far a download of several pictures is, and a way to stop it.
final class DownloadBar extends HBox {
    private final Messages messages = Messages.of("gallery");
    private final Label words = new Label();
    private final ProgressBar bar = new ProgressBar();

    DownloadBar(DownloadViewModel downloads) {
        getStyleClass().addAll("floating-bar", "download-bar");
        setAlignment(Pos.CENTER_LEFT);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        words.setMinWidth(USE_PREF_SIZE);
        Button stop = Buttons.withText(Icons.STOP, messages.text("download.stop"), downloads::stop);
        stop.getStyleClass().add("flat");
        getChildren().addAll(Icons.DOWNLOAD.node("icon-small"), words, bar, stop);
        downloads.progress().subscribe(this::show);
    }

    private void show(Optional<DownloadViewModel.Progress> progress) {
        setVisible(progress.isPresent());
        setManaged(progress.isPresent());
        progress.ifPresent(
                now -> {
                    words.setText(messages.text("download.progress", now.done(), now.of()));
                    bar.setProgress((double) now.done() / now.of());
                });
    }
}
