package studio.atelier.model;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Grants a class an exception from an architecture rule, in sight of whoever reads the class.
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Allowed {
    /// Which rule, and why it does not hold here.
    String value();
}
