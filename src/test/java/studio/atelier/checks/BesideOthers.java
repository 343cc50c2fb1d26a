package studio.atelier.checks;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Set;

/// The tests of this class run beside those of others, one of its own at a time: they share fields of the class and its
/// database. For classes that wait more than they work and share nothing with others. `@Execution(CONCURRENT)` alone
/// would also let tests of the one class run at the same time, as soon as a thread is free.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(providers = BesideOthers.OneOfItsOwn.class)
public @interface BesideOthers {
    /// A lock that only the class itself ever takes, and those that share its parent's fields.
    final class OneOfItsOwn implements ResourceLocksProvider {
        @Override
        public Set<Lock> provideForClass(Class<?> testClass) {
            Class<?> parent = testClass.getSuperclass();
            Class<?> owner = parent == Object.class ? testClass : parent;
            return Set.of(new Lock(owner.getName()));
        }
    }
}
