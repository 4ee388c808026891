package com.cloudcockpit.qualification.contract.compare;

import static com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.cloudcockpit.qualification.contract.http.InconclusiveException;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** An OpenAPI 3 document in JSON or YAML 1.2, and the files that it refers to. */
class Document {

  static final String CONTRACT = "this contract";

  private static final String CONTRACT_FILE = "openapi/openapi.yaml";
  private static final String CONTRACT_RESOURCE =
      "/com/cloudcockpit/qualification/" + CONTRACT_FILE;
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final ObjectMapper JSON = new ObjectMapper().enable(FAIL_ON_READING_DUP_TREE_KEY);
  private static final LoadSettings YAML =
      LoadSettings.builder()
          .setSchema(new CoreSchema())
          .setCodePointLimit(30_000_000)
          .setMaxAliasesForCollections(10_000)
          .build();

  /** The other kinds of documents, by a member that only they have. */
  private static final Map<String, String> OTHER_KINDS =
      Map.of(
          "", "empty",
          "<", "HTML or XML; if it is a URL, it may require a login",
          "swagger", "a Swagger 2.0 document; convert it to OpenAPI 3",
          "asyncapi", "an AsyncAPI document",
          "$schema", "a JSON Schema");

  /** How messages refer to the document. */
  final String name;

  final JsonNode root;
  private final String argument;
  private final File directory;
  private final URI location;
  private final Map<String, JsonNode> files = new HashMap<>();

  /**
   * Reads a document.
   *
   * @param role which of the two documents it is
   * @param argument a file, a URL, a Git revision, {@code -} or {@link #CONTRACT}
   * @param directory the directory in which Git runs, or null for the current directory
   * @throws InconclusiveException if it cannot be read or is not an OpenAPI 3 document
   */
  Document(String role, String argument, File directory) {
    this.name = "%s (%s)".formatted(role, withoutSecrets(argument));
    this.argument = argument;
    this.directory = directory;
    try {
      var file = new File(argument);
      boolean isInput = argument.equals("-");
      if (argument.equals(CONTRACT)) {
        location = URI.create(Document.class.getResource(CONTRACT_RESOURCE).toString());
      } else if (argument.matches("(?i)https?://.*")) {
        location = URI.create(argument.replaceFirst("#.*", ""));
      } else {
        location = file.exists() || isInput ? file.toURI() : URI.create("git:/" + CONTRACT_FILE);
      }
      var text = isInput ? new String(System.in.readAllBytes(), UTF_8) : read(location);
      root = parse(name, text);
    } catch (IOException | IllegalArgumentException e) {
      var reason =
          e instanceof FileNotFoundException
              ? "not found"
              : e instanceof UnknownHostException ? "unknown host" : withoutSecrets(e.getMessage());
      throw new InconclusiveException("%s cannot be read: %s.".formatted(name, reason));
    }
    files.put(location.toString(), root);
    var version = root.path("openapi").asText();
    if (!version.matches("3\\.[012].*")) {
      var kinds = OTHER_KINDS.keySet().stream().filter(root::has).map(OTHER_KINDS::get);
      var kind = "is " + kinds.findAny().orElse("not an OpenAPI 3 document");
      var newer = "uses OpenAPI %s, but only 3.0 to 3.2 can be compared".formatted(version);
      throw new InconclusiveException(name + " " + (version.isEmpty() ? kind : newer) + ".");
    }
  }

  private String read(URI uri) throws IOException {
    if (uri.getScheme().equals("git")) {
      return git(uri.getPath().substring(1));
    }
    var connection = uri.toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    try (var stream = connection.getInputStream()) {
      var text = new String(stream.readAllBytes(), UTF_8);
      var target = connection.getHeaderField("Location"); // not followed from HTTP to HTTPS
      return target != null && target.startsWith("https:") ? read(URI.create(target)) : text;
    }
  }

  private String git(String file) throws IOException {
    var git = new ProcessBuilder("git", "show", argument + ":" + file).directory(directory);
    var process = git.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    var text = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException("no file, URL or Git revision that contains " + CONTRACT_FILE);
    }
    return text;
  }

  /** {@return a text in which URLs have no user information, query or fragment} */
  private static String withoutSecrets(String text) {
    return text.replaceAll("(?<=://)[^/]*@|(?<=://.{1,999})[?#].*", "");
  }

  static JsonNode parse(String name, String text) {
    var start = text.replaceFirst("^\uFEFF?\\s*", "");
    if (start.isEmpty() || start.startsWith("<")) {
      return JSON.createObjectNode().put(start.isEmpty() ? "" : "<", true);
    }
    try {
      return JSON.readTree(start.startsWith("{") ? start : "?");
    } catch (JacksonException e) {
      // perhaps YAML, which may also start with a brace
    }
    try {
      return JSON.valueToTree(new Load(YAML).loadFromString(text));
    } catch (MarkedYamlEngineException e) {
      var place = e.getProblemMark().orElseThrow();
      throw new InconclusiveException(
          "%s is neither JSON nor YAML: %s in line %d, column %d."
              .formatted(name, e.getProblem(), place.getLine() + 1, place.getColumn() + 1));
    } catch (YamlEngineException | IllegalArgumentException | VirtualMachineError e) {
      throw new InconclusiveException(
          "%s is nested too deeply or too large. YAML may have %,d characters and %,d aliases."
              .formatted(name, YAML.getCodePointLimit(), YAML.getMaxAliasesForCollections()));
    }
  }

  /**
   * {@return a node, or what it refers to}
   *
   * @throws InconclusiveException if it refers to something that cannot be found
   */
  JsonNode target(JsonNode node) {
    var reference = node.path("$ref").textValue();
    if (reference == null) {
      return node;
    }
    try {
      var target = (absolute(location, reference) + "#").split("#", -1);
      if (!files.containsKey(target[0])) {
        files.put(target[0], load(URI.create(target[0])));
      }
      var pointer = URLDecoder.decode(target[1].replace("+", "%2B"), UTF_8);
      return target(files.get(target[0]).requiredAt(pointer));
    } catch (IOException | IllegalArgumentException | StackOverflowError e) {
      throw new InconclusiveException(
          "%s refers to '%s', which cannot be found.".formatted(name, withoutSecrets(reference)));
    }
  }

  private JsonNode load(URI uri) throws IOException {
    if (!uri.getScheme().equals(location.getScheme())) {
      throw new IOException("only the user chooses what is read from other places");
    }
    var file = parse("%s: %s".formatted(name, withoutSecrets(uri.toString())), read(uri));
    for (var parent : file.findParents("$ref")) {
      ((ObjectNode) parent).put("$ref", absolute(uri, parent.path("$ref").asText()));
    }
    return file;
  }

  private static String absolute(URI base, String reference) {
    int hash = (reference + "#").indexOf('#');
    return (hash == 0 ? base : base.resolve(reference.substring(0, hash)))
        + reference.substring(hash);
  }
}
