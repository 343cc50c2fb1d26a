package studio.atelier.captions;

import studio.atelier.model.StudioException;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// What a captions service lists, for those who only want to know whether it is there.
public final class CaptionModels {
    private CaptionModels() {}

    /// Asks once, for nothing that is charged. Blocks.
    ///
    /// @param patience how long the whole answer may take
    /// @return the names of the models in the service's order
    /// @throws StudioException saying what is wrong with the service, its address or its key
    public static List<String> of(CaptionsAddress service, Duration patience, InstantSource clock) {
        try (var client = new VisionClient(service, patience, clock)) {
            return client.models().names();
        } catch (VisionFailure e) {
            throw new StudioException(e.problem(), e);
        }
    }
}
