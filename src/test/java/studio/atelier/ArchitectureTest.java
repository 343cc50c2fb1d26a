package studio.atelier;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callCodeUnitWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import studio.atelier.checks.BesideOthers;
import studio.atelier.model.Allowed;

import java.time.Instant;
import java.util.Set;

/// The arrows between the rooms, and the habits that keep each room tidy. An exception is granted by
/// `@Allowed` on the class, never here.
@BesideOthers
class ArchitectureTest {
    private static final String ROOT = "studio.atelier.";
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("studio.atelier");

    @ParameterizedTest
    @CsvSource({
        "model,''",
        "plan,model",
        "db,model",
        "engine,model",
        "storage,model",
        "queue,model plan db engine storage",
        "gallery,model db storage",
        "captions,model db storage",
        "checks,model captions db engine storage",
        "ui.kit,model",
        "ui.generate,model plan queue gallery captions ui.kit",
        "ui.gallery,model queue gallery ui.kit",
        "ui.settings,model checks ui.kit",
        "ui,model plan queue gallery checks ui.kit ui.generate ui.gallery ui.settings",
        "cli,model plan queue gallery captions checks"
    })
    void roomsUseOnlyTheRoomsTheyMay(String room, String allowed) {
        String[] others =
                Set.of(
                                "model",
                                "plan",
                                "db",
                                "engine",
                                "storage",
                                "queue",
                                "gallery",
                                "captions",
                                "checks",
                                "ui.kit",
                                "ui.generate",
                                "ui.gallery",
                                "ui.settings",
                                "ui",
                                "cli",
                                "app")
                        .stream()
                        .filter(other -> !other.equals(room))
                        .filter(other -> !Set.of(allowed.split(" ")).contains(other))
                        .map(other -> other.equals("ui") ? ROOT + "ui" : ROOT + other + "..")
                        .toArray(String[]::new);
        String own = room.equals("ui") ? ROOT + "ui" : ROOT + room + "..";
        check(
                noClasses()
                        .that(resideInAnyPackage(own))
                        .should()
                        .dependOnClassesThat(resideInAnyPackage(others))
                        .because("a job goes round once, left to right; nothing reaches back"));
    }

    @Test
    void roomsHaveNoCycles() {
        check(slices().matching("studio.atelier.(**)").should().beFreeOfCycles());
    }

    @ParameterizedTest
    @CsvSource({
        "javafx..,ui app",
        "java.sql..,db",
        "javax.sql..,db",
        "org.jdbi..,db",
        "com.zaxxer..,db",
        "org.postgresql..,db",
        "org.flywaydb..,db",
        "okhttp3..,engine captions",
        "io.undertow..,engine.demo",
        "software.amazon.awssdk..,storage",
        "com.fasterxml.jackson..,plan db engine queue gallery captions app cli storage",
        "picocli..,cli app",
        "java.awt..,storage.image engine.demo app.sample",
        "javax.imageio..,storage.image engine.demo app.sample",
        "org.controlsfx..,ui",
        "atlantafx..,ui"
    })
    void foreignApisStayAtHome(String api, String homes) {
        String[] at =
                java.util.Arrays.stream(homes.split(" "))
                        .map(home -> ROOT + home + "..")
                        .toArray(String[]::new);
        check(
                noClasses()
                        .that(not(resideInAnyPackage(at)))
                        .and(not(allowed()))
                        .should()
                        .dependOnClassesThat(resideInAnyPackage(api))
                        .because("each foreign API has one home, where it is translated"));
    }

    @Test
    void oneClassHopsToTheFxThread() {
        check(
                noClasses()
                        .that(not(allowed()))
                        .should()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("javafx.application.Platform")
                        .because("UiThread is the only door to the JavaFX thread"));
    }

    @Test
    void viewModelsKnowNoControls() {
        check(
                noClasses()
                        .that()
                        .haveSimpleNameEndingWith("ViewModel")
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage(
                                        "javafx.scene..",
                                        "javafx.stage..",
                                        "org.controlsfx..",
                                        "atlantafx.."))
                        .because("a view model is tested without a screen"));
    }

    @Test
    void nothingStaticChanges() {
        check(
                fields().that()
                        .areStatic()
                        .and(
                                new DescribedPredicate<JavaField>("are not made by the compiler") {
                                    @Override
                                    public boolean test(JavaField field) {
                                        return !field.getModifiers().contains(SYNTHETIC)
                                                && !field.getName().startsWith("$");
                                    }
                                })
                        .should()
                        .haveModifier(FINAL)
                        .andShould()
                        .haveModifier(STATIC)
                        .because("state belongs to objects that Wiring makes"));
    }

    @Test
    void theVocabularyNeverChanges() {
        check(
                fields().that()
                        .areDeclaredInClassesThat()
                        .resideInAPackage(ROOT + "model..")
                        .should()
                        .beFinal());
    }

    @Test
    void threadsAreNotMadeByHand() {
        check(
                noClasses()
                        .that(not(allowed()))
                        .should(
                                callCodeUnitWhere(
                                        owner(
                                                "Thread constructors or sleep",
                                                Thread.class,
                                                "<init>",
                                                "sleep")))
                        .because("threads come from executors, and waits can be woken"));
    }

    @Test
    void timeIsInjected() {
        check(
                noClasses()
                        .that(not(allowed()))
                        .and(not(resideInAnyPackage(ROOT + "engine.demo..", ROOT + "app..")))
                        .should(callCodeUnitWhere(owner("Instant.now", Instant.class, "now")))
                        .because("tests and drills set the clock"));
    }

    @Test
    void nobodyElseEndsTheProcessOrPrints() {
        check(
                noClasses()
                        .that(not(allowed()))
                        .should(callCodeUnitWhere(owner("System.exit", System.class, "exit")))
                        .orShould()
                        .accessField(System.class, "out")
                        .orShould()
                        .accessField(System.class, "err"));
    }

    @Test
    void looksAreInStyleSheets() {
        check(
                noClasses()
                        .should(
                                callCodeUnitWhere(
                                        new DescribedPredicate<JavaCall<?>>("Node.setStyle") {
                                            @Override
                                            public boolean test(JavaCall<?> call) {
                                                return call.getName().equals("setStyle")
                                                        && call.getTargetOwner()
                                                                .isAssignableTo(
                                                                        "javafx.scene.Node");
                                            }
                                        }))
                        .because("colours and sizes are tokens"));
    }

    @Test
    void nullsAreMarkedEverywhere() {
        check(
                classes()
                        .that()
                        .haveSimpleName("package-info")
                        .should()
                        .beAnnotatedWith("org.jspecify.annotations.NullMarked"));
        check(
                noClasses()
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage(
                                        "javax.annotation..",
                                        "org.jetbrains.annotations..",
                                        "java.util.logging..")));
    }

    private static DescribedPredicate<JavaClass> allowed() {
        return new DescribedPredicate<>("carry @Allowed, or lie inside a class that does") {
            @Override
            public boolean test(JavaClass type) {
                return type.isAnnotatedWith(Allowed.class)
                        || type.getEnclosingClass().filter(this).isPresent();
            }
        };
    }

    private static DescribedPredicate<JavaCall<?>> owner(
            String description, Class<?> owner, String... names) {
        return new DescribedPredicate<>(description) {
            @Override
            public boolean test(JavaCall<?> call) {
                return assignableTo(owner).test(call.getTargetOwner())
                        && Set.of(names).contains(call.getName());
            }
        };
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }
}
