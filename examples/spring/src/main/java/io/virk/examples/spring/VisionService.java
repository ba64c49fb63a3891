package io.virk.examples.spring;

import ai.onnxruntime.OrtException;
import io.virk.Monitor;
import io.virk.baseline.Baseline;
import io.virk.embed.Embedder;
import io.virk.metrics.MonitorMetrics;
import io.virk.sampling.Sampler;
import java.util.Optional;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * A web service that classifies images, watched by VIRK.
 *
 * <pre>java -jar spring.jar --virk.baseline=line-3.virk --virk.model=model.onnx</pre>
 *
 * <p>Spring closes the beans in the opposite order, once the last request has been answered.
 */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(Settings.class)
public class VisionService {
  /** Starts it. */
  public static void main(String[] arguments) {
    SpringApplication.run(VisionService.class, arguments);
  }

  @Bean
  @ConditionalOnProperty("virk.model")
  Classifier classifier(Settings settings) throws OrtException {
    return new Classifier(settings.model().toPath());
  }

  @Bean
  Embedder embedder(Optional<Classifier> classifier) { // works on VIRK's thread
    return classifier.map(Classifier::embedder).orElseGet(Embedder::handcrafted);
  }

  @Bean
  Monitor monitor(Settings settings, Embedder embedder) {
    return Monitor.builder(Baseline.load(settings.baseline().toPath()))
        .embedder(embedder)
        .sampler(Sampler.every(settings.every()))
        .cpuBudget(settings.cpuBudget())
        .incidents(settings.incidents().toPath())
        .start();
  }

  @Bean
  MonitorMetrics monitorMetrics(Monitor monitor) { // a MeterBinder: Boot binds it to its registries
    return MonitorMetrics.of(monitor);
  }
}
