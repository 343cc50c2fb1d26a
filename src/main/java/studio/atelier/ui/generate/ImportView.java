package studio.atelier.ui.generate;

import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;

import studio.atelier.model.Messages;
import studio.atelier.ui.generate.edit.CategoryPane;
import studio.atelier.ui.generate.queue.Overlay;
import studio.atelier.ui.kit.Icons;
import studio.atelier.ui.kit.PngWriter;
import studio.atelier.ui.kit.RunStrip;

import java.io.File;
import java.util.List;

/// How references come in: the button with its choosers, dropping, and the strip that shows how far it is.
final class ImportView extends HBox {
    private static final Messages MESSAGES = Messages.of("generate");
    private static final Messages WORDS = Messages.of("references");

    private final ImportViewModel viewModel;
    private final ReferencesViewModel references;
    private final Overlay overlay;
    private final MenuButton button = new MenuButton(MESSAGES.text("references.import"));
    private final StackPane dropHint = new StackPane();

    ImportView(ImportViewModel viewModel, ReferencesViewModel references, Overlay overlay) {
        this.viewModel = viewModel;
        this.references = references;
        this.overlay = overlay;
        fillButton();
        RunStrip.fill(
                this,
                viewModel,
                "import",
                new RunStrip.EndWords(
                        MESSAGES.text("import.stop"), MESSAGES.text("import.dismiss")));
        Label hint = new Label(MESSAGES.text("references.drop"), Icons.DOWNLOAD.node());
        dropHint.getStyleClass().add("drop-hint");
        dropHint.getChildren().add(hint);
        dropHint.setMouseTransparent(true);
        dropHint.setVisible(false);
        viewModel.question().subscribe(question -> question.ifPresent(this::ask));
    }

    MenuButton button() {
        return button;
    }

    /// Lies over the place where files can be dropped, seen only while some are held over it.
    StackPane dropHint() {
        return dropHint;
    }

    void acceptDrops(Region target) {
        target.setOnDragOver(this::over);
        target.setOnDragExited(_ -> dropHint.setVisible(false));
        target.setOnDragDropped(this::dropped);
    }

    void chooseFolder() {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(MESSAGES.text("references.import.title"));
        File folder = chooser.showDialog(getScene().getWindow());
        if (folder != null) {
            bringIn(List.of(folder));
        }
    }

    private void chooseFiles() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(MESSAGES.text("references.import.title"));
        chooser.getExtensionFilters()
                .add(
                        new FileChooser.ExtensionFilter(
                                MESSAGES.text("references.import.files"),
                                "*.png",
                                "*.jpg",
                                "*.jpeg",
                                "*.webp",
                                "*.PNG",
                                "*.JPG",
                                "*.JPEG",
                                "*.WEBP"));
        List<File> files = chooser.showOpenMultipleDialog(getScene().getWindow());
        if (files != null) {
            bringIn(files);
        }
    }

    /// Takes files, or a picture, from the clipboard.
    ///
    /// @return false when it holds neither
    boolean paste(Clipboard clipboard) {
        if (clipboard.hasFiles()) {
            bringIn(clipboard.getFiles());
            return true;
        }
        Image picture = clipboard.hasImage() ? clipboard.getImage() : null;
        if (picture != null) {
            viewModel.offerPicture(() -> PngWriter.encode(picture), MESSAGES.text("import.pasted"));
        }
        return picture != null;
    }

    private void bringIn(List<File> files) {
        viewModel.offer(files.stream().map(File::toPath).toList());
    }

    private void ask(ImportViewModel.Question question) {
        var pane =
                new CategoryPane(
                        new CategoryPane.Question(
                                WORDS.text("import.title", question.pictures()),
                                WORDS.text("import.text", question.folders()),
                                WORDS.text("import.verb"),
                                question.suggestion(),
                                references.categoryNames(),
                                false),
                        viewModel::answer,
                        overlay::close);
        overlay.show(pane);
    }

    private void fillButton() {
        MenuItem folder =
                new MenuItem(MESSAGES.text("references.import.folder"), Icons.FOLDER.node());
        folder.setOnAction(_ -> chooseFolder());
        MenuItem files =
                new MenuItem(MESSAGES.text("references.import.files"), Icons.PICTURE.node());
        files.setOnAction(_ -> chooseFiles());
        button.setId("import");
        MenuItem paste = new MenuItem(MESSAGES.text("references.import.paste"), Icons.COPY.node());
        paste.setOnAction(_ -> paste(Clipboard.getSystemClipboard()));
        button.getItems().setAll(files, folder, paste);
        button.setOnShowing(_ -> paste.setDisable(!canPaste(Clipboard.getSystemClipboard())));
        button.setTooltip(new Tooltip(MESSAGES.text("references.import.help")));
        button.setMinWidth(USE_PREF_SIZE);
        button.disableProperty().bind(viewModel.running());
    }

    private static boolean canPaste(Clipboard clipboard) {
        return clipboard.hasFiles() || clipboard.hasImage();
    }

    private void over(DragEvent event) {
        if (event.getDragboard().hasFiles() && !viewModel.running().get()) {
            event.acceptTransferModes(TransferMode.COPY);
            dropHint.setVisible(true);
            event.consume();
        }
    }

    private void dropped(DragEvent event) {
        dropHint.setVisible(false);
        boolean files = event.getDragboard().hasFiles();
        if (files) {
            bringIn(event.getDragboard().getFiles());
        }
        event.setDropCompleted(files);
        event.consume();
    }
}
