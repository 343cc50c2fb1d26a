package studio.atelier.captions;

import studio.atelier.model.StudioException;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What a captions service lists, for those who only want to know whether it is there.
///
/// @param listed how many
/// @param asked the model that pictures will be shown to, empty when there is none
/// @param known whether the service has that one
/// @param nearest some names, those first that are most like it
public record CaptionModels(
        int listed, Optional<String> asked, boolean known, List<String> nearest) {
    private static final int MOST_NAMED = 8;

    public CaptionModels {
        nearest = List.copyOf(nearest);
    }

    /// The models to choose from, by name: all that the service lists, apart from those of which it says itself that
    /// they do not look at pictures. Asks for nothing that is charged. Blocks.
    ///
    /// @param patience how long one answer may take
    /// @throws StudioException saying what is wrong with the service, its address or its key
    public static List<String> listed(
            CaptionsAddress service, Duration patience, InstantSource clock) {
        try (var client = new VisionClient(service, patience, clock)) {
            return client.models().seeing().stream()
                    .distinct()
                    .sorted(String.CASE_INSENSITIVE_ORDER)
                    .toList();
        } catch (VisionFailure e) {
            throw new StudioException(e.problem(), e);
        }
    }

    /// Asks for nothing that is charged. Blocks.
    ///
    /// @param patience how long one answer may take
    /// @throws StudioException saying what is wrong with the service, its address or its key
    public static CaptionModels of(
            CaptionsAddress service, Duration patience, InstantSource clock) {
        try (var client = new VisionClient(service, patience, clock)) {
            VisionModels models = client.models();
            Optional<String> asked = service.likelyModel().or(models::first);
            return new CaptionModels(
                    models.names().size(),
                    asked,
                    asked.isPresent()
                            && (models.names().contains(asked.get()) || client.knows(asked.get())),
                    models.nearest(asked.orElse(""), MOST_NAMED));
        } catch (VisionFailure e) {
            throw new StudioException(e.problem(), e);
        }
    }
}
