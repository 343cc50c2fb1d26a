package studio.atelier.ui.kit;

import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// Every icon of the studio by what it means; the only place that knows the icon font.
public enum Icons {
    GENERATE(Feather.ZAP),
    GALLERY(Feather.GRID),
    QUEUE(Feather.LAYERS),
    SETTINGS(Feather.SETTINGS),
    ACTIVITY(Feather.BELL),
    KEYBOARD(Feather.COMMAND),
    SEARCH(Feather.SEARCH),
    FILTER(Feather.FILTER),
    CLOSE(Feather.X),
    CHECK(Feather.CHECK),
    SUCCESS(Feather.CHECK_CIRCLE),
    ERROR(Feather.ALERT_CIRCLE),
    WARNING(Feather.ALERT_TRIANGLE),
    INFO(Feather.INFO),
    PLAY(Feather.PLAY),
    PAUSE(Feather.PAUSE),
    FRONT(Feather.CHEVRONS_UP),
    DROP(Feather.MINUS_CIRCLE),
    STOP(Feather.SQUARE),
    CANCEL(Feather.X_CIRCLE),
    RETRY(Feather.ROTATE_CCW),
    REFRESH(Feather.REFRESH_CW),
    WAITING(Feather.CLOCK),
    RUNNING(Feather.LOADER),
    DOWNLOAD(Feather.DOWNLOAD),
    UPLOAD(Feather.UPLOAD),
    DELETE(Feather.TRASH_2),
    ARCHIVE(Feather.ARCHIVE),
    UNDO(Feather.CORNER_UP_LEFT),
    COPY(Feather.COPY),
    EDIT(Feather.EDIT_2),
    ADD(Feather.PLUS),
    REMOVE(Feather.MINUS),
    PREVIOUS(Feather.CHEVRON_LEFT),
    NEXT(Feather.CHEVRON_RIGHT),
    BACK(Feather.ARROW_LEFT),
    EXPAND(Feather.CHEVRON_DOWN),
    COLLAPSE(Feather.CHEVRON_UP),
    COLLAPSED(Feather.CHEVRON_RIGHT),
    ZOOM_IN(Feather.ZOOM_IN),
    ZOOM_OUT(Feather.ZOOM_OUT),
    FIT(Feather.MAXIMIZE),
    FULL_SCREEN(Feather.MAXIMIZE_2),
    COMPARE(Feather.COLUMNS),
    SPLIT(Feather.CODE),
    SLIDER(Feather.SLIDERS),
    SIDEBAR(Feather.SIDEBAR),
    PICTURE(Feather.IMAGE),
    PICTURE_BROKEN(Feather.SLASH),
    PICTURE_TRASHED(Feather.TRASH_2),
    PICTURE_SMALL(Feather.IMAGE),
    MODEL(Feather.USER),
    WORKFLOW(Feather.GIT_MERGE),
    ENGINE(Feather.CPU),
    DATABASE(Feather.DATABASE),
    FOLDER(Feather.FOLDER),
    SEED(Feather.HASH),
    SHUFFLE(Feather.SHUFFLE),
    RESET(Feather.ROTATE_CCW),
    PREVIEW(Feather.EYE),
    LINK(Feather.LINK),
    EXTERNAL(Feather.EXTERNAL_LINK),
    MORE(Feather.MORE_HORIZONTAL),
    STAR(Feather.STAR),
    HEART(Feather.HEART),
    SORT(Feather.BAR_CHART_2),
    OFFLINE(Feather.WIFI_OFF),
    THEME(Feather.MOON);

    private final Feather glyph;

    Icons(Feather glyph) {
        this.glyph = glyph;
    }

    /// A new node in the text colour around it. Its size comes from the style sheet.
    public FontIcon node() {
        FontIcon icon = new FontIcon(glyph);
        icon.getStyleClass().add("kit-icon");
        return icon;
    }

    /// A new node with style classes of its own, for size (`icon-small`, `icon-large`) or colour.
    public FontIcon node(String... styleClasses) {
        FontIcon icon = node();
        icon.getStyleClass().addAll(styleClasses);
        return icon;
    }
}
