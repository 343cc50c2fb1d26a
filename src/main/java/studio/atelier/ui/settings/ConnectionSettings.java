package studio.atelier.ui.settings;

import studio.atelier.checks.Check;
import studio.atelier.checks.Connection;
import studio.atelier.model.Problem;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The connections that the home remembers, under what the environment says. What is not said to block is pure.
public interface ConnectionSettings {
    /// @param values by the names of the variables; secrets among them
    /// @param fixed the names that the environment sets; if any, the connection cannot be changed here
    record Known(Map<String, String> values, List<String> fixed) {
        public Known {
            values = Map.copyOf(values);
            fixed = List.copyOf(fixed);
        }

        /// Only the names: values may be secrets.
        @Override
        public String toString() {
            return "Known" + values.keySet();
        }
    }

    /// What is wrong with one value.
    ///
    /// @param name of the variable, empty when it is none in particular
    record Complaint(String name, Problem problem) {}

    /// @param taken names that the studio knows
    /// @param left names that it does not know
    record EnvFile(List<String> taken, List<String> left) {
        public EnvFile {
            taken = List.copyOf(taken);
            left = List.copyOf(left);
        }
    }

    /// Blocks.
    Known load(Connection connection);

    Optional<Complaint> complaint(Connection connection, Map<String, String> values);

    /// To be closed by the caller; running them blocks.
    List<Check> checks(Connection connection, Map<String, String> values);

    /// The models that the captions service lists for these values. Blocks.
    ///
    /// @throws studio.atelier.model.StudioException why there is no list
    List<String> models(Map<String, String> values);

    /// Blocks.
    ///
    /// @throws studio.atelier.model.StudioException saying what is wrong, and nothing is changed
    void save(Connection connection, Map<String, String> values);

    /// What `take` would take. Blocks.
    EnvFile look(Path file);

    /// Blocks.
    ///
    /// @throws studio.atelier.model.StudioException saying what is wrong, and nothing is changed
    EnvFile take(Path file);
}
