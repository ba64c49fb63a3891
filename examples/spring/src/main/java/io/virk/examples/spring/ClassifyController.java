package io.virk.examples.spring;

import ai.onnxruntime.OrtException;
import io.virk.Monitor;
import io.virk.image.Frame;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Takes an image, answers its class, and lets VIRK see it. */
@RestController
final class ClassifyController {
  private final Monitor monitor;
  private final Optional<Classifier> classifier;

  /** Without a model the class is -1. */
  record Reply(String camera, int predicted) {}

  ClassifyController(Monitor monitor, Optional<Classifier> classifier) {
    this.monitor = monitor;
    this.classifier = classifier;
  }

  @PostMapping("/classify")
  Reply classify(@RequestBody byte[] file, @RequestParam(defaultValue = "cam-1") String camera)
      throws IOException, OrtException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
    if (image == null) {
      throw new ResponseStatusException(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "no image");
    }
    Frame frame = Frame.of(image);
    int predicted = classifier.isPresent() ? classifier.get().classify(frame) : -1;
    monitor.capture().image(frame).tag("camera", camera).commit();
    return new Reply(camera, predicted);
  }
}
