package studio.atelier.ui.generate;

import studio.atelier.captions.CaptionOrder;
import studio.atelier.captions.CaptionProgress;
import studio.atelier.captions.CaptionReport;
import studio.atelier.captions.CaptionWatch;
import studio.atelier.captions.Captioner;
import studio.atelier.captions.CaptionsAddress;
import studio.atelier.captions.StopSignal;
import studio.atelier.model.ReferenceChange.Captions;
import studio.atelier.ui.generate.caption.CaptionHost;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// A captions service that says and ends as a test wants.
public final class MemoryCaptioner implements Captioner, CaptionHost {
    public volatile Map<String, String> variables = Map.of();
    public volatile CaptionProgress progress = new CaptionProgress(0, 0, 0, 0, Optional.empty());
    public volatile CaptionReport report =
            new CaptionReport(
                    new Captions(List.of()), List.of(), List.of(), List.of(), 0, Optional.empty());

    /// It ends when this is open.
    public volatile CountDownLatch end = new CountDownLatch(1);

    public volatile boolean settingsAsked;

    @Override
    public CaptionReport caption(CaptionOrder order, CaptionWatch watch, StopSignal stop) {
        watch.changed(progress);
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return report;
    }

    @Override
    public Optional<CaptionsAddress> service() {
        return CaptionsAddress.of(variables);
    }

    @Override
    public void showSettings() {
        settingsAsked = true;
    }
}
