package studio.atelier.ui.generate.queue;

import atlantafx.base.theme.Styles;

import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import studio.atelier.model.Messages;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Consumer;

/// Asks for the amount at which the queue pauses itself. Enter sets it.
final class BudgetPane extends VBox {
    private static final Messages MESSAGES = Messages.of("queue");
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    private final TextField amount = new TextField();
    private final Label hint = new Label(MESSAGES.text("budget.help"));
    private final Consumer<Optional<BigDecimal>> choose;

    /// @param choose told the amount, or empty for no budget
    BudgetPane(Optional<BigDecimal> now, String sign, Consumer<Optional<BigDecimal>> choose) {
        this.choose = choose;
        setId("budget-pane");
        getStyleClass().add("budget-pane");
        Label title = new Label(MESSAGES.text("budget.title", sign));
        title.setLabelFor(amount);
        title.getStyleClass().add("section-title");
        amount.setId("budget-amount");
        amount.setText(now.map(BigDecimal::toPlainString).orElse(""));
        amount.setPromptText(MESSAGES.text("budget.prompt"));
        amount.setAccessibleText(title.getText());
        amount.setOnAction(_ -> set());
        Button set = new Button(MESSAGES.text("budget.set"));
        set.setId("budget-set");
        set.getStyleClass().addAll(Styles.ACCENT, Styles.SMALL);
        set.setOnAction(_ -> set());
        Button none = new Button(MESSAGES.text("budget.none"));
        none.getStyleClass().add(Styles.SMALL);
        none.setDisable(now.isEmpty());
        none.setOnAction(_ -> choose.accept(Optional.empty()));
        hint.setWrapText(true);
        hint.getStyleClass().add("budget-hint");
        HBox buttons = new HBox(set, none);
        buttons.getStyleClass().add("budget-buttons");
        getChildren().addAll(title, amount, hint, buttons);
    }

    private void set() {
        Optional<BigDecimal> read = read(amount.getText());
        boolean right = read.isPresent();
        amount.pseudoClassStateChanged(Styles.STATE_DANGER, !right);
        hint.pseudoClassStateChanged(WRONG, !right);
        hint.setText(MESSAGES.text(right ? "budget.help" : "budget.invalid"));
        if (right) {
            choose.accept(read);
        }
    }

    private static Optional<BigDecimal> read(String text) {
        String plain = text.strip().replace(',', '.');
        return plain.matches("[0-9]{1,9}(\\.[0-9]{1,4})?")
                ? Optional.of(new BigDecimal(plain)).filter(amount -> amount.signum() > 0)
                : Optional.empty();
    }
}
