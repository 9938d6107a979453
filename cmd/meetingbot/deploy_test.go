package main

import (
	"os"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"meetingbot/handlers"
)

// These tests read the files for deployment and compare the names and numbers in them
// with the program. They start neither Docker nor systemd.

// composeFile is what of a compose file has a counterpart in the program.
type composeFile struct {
	Services map[string]struct {
		Image       string            `yaml:"image"`
		Build       any               `yaml:"build"`
		EnvFile     string            `yaml:"env_file"`
		Environment map[string]string `yaml:"environment"`
		Ports       []string          `yaml:"ports"`
		Volumes     []string          `yaml:"volumes"`
		Networks    []string          `yaml:"networks"`
		Grace       string            `yaml:"stop_grace_period"`
		ReadOnly    bool              `yaml:"read_only"`
		DependsOn   any               `yaml:"depends_on"`
	} `yaml:"services"`
	Volumes  map[string]any `yaml:"volumes"`
	Networks map[string]struct {
		Internal bool `yaml:"internal"`
	} `yaml:"networks"`
}

func deployFile(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile("../../" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func readCompose(t *testing.T, name string) composeFile {
	t.Helper()
	var c composeFile
	if err := yaml.Unmarshal([]byte(deployFile(t, name)), &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// usualPort is the port of LISTEN_ADDR's default.
func usualPort(t *testing.T) string {
	t.Helper()
	field, _ := reflect.TypeFor[serveConfig]().FieldByName("ListenAddr")
	port, ok := strings.CutPrefix(field.Tag.Get("default"), ":")
	if !ok {
		t.Fatalf("LISTEN_ADDR is usually %q", field.Tag.Get("default"))
	}
	return port
}

// enoughToStop checks that whoever stops the bot waits until it has finished.
func enoughToStop(t *testing.T, where, period string) {
	t.Helper()
	grace, err := time.ParseDuration(period)
	if err != nil || grace <= drainLimit+retireTime {
		t.Errorf("%s waits for %s, %v, and the bot takes up to %v to stop", where, period, err, drainLimit+retireTime)
	}
}

func TestComposeFilesFitTheProgram(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"compose.yaml", "compose.socket.yaml"} {
		c := readCompose(t, name)
		bot := c.Services["bot"]
		for variable := range bot.Environment {
			if !slices.Contains(variableOrder(), variable) {
				t.Errorf("%s sets %s, which is no variable of the bot", name, variable)
			}
		}
		if bot.EnvFile != ".env" || bot.Build == nil || !bot.ReadOnly {
			t.Errorf("%s: the bot is %+v, want it built here, read-only, with .env", name, bot)
		}
		if fault := judgeDatabaseForm(bot.Environment["DATABASE_URL"]); fault != "" {
			t.Errorf("%s: %s", name, fault)
		}
		enoughToStop(t, name, bot.Grace)
		for service, s := range c.Services {
			for _, volume := range s.Volumes {
				source, _, _ := strings.Cut(volume, ":")
				if _, named := c.Volumes[source]; !named && !exists(source) {
					t.Errorf("%s: %s mounts %s, which is neither a volume nor a file", name, service, source)
				}
			}
			for _, network := range s.Networks {
				if _, ok := c.Networks[network]; !ok {
					t.Errorf("%s: %s is in a network %s, which is not there", name, service, network)
				}
			}
		}
	}
}

// judgeDatabaseForm replaces what Compose would, and says what is wrong with the rest.
func judgeDatabaseForm(value string) string {
	c := databaseConfig{}
	c.URL.UnmarshalJSON([]byte(`"` + regexp.MustCompile(`\$\{[^}]*\}`).ReplaceAllString(value, "word") + `"`))
	for _, err := range c.validate() {
		return err.Error()
	}
	return ""
}

func exists(name string) bool {
	_, err := os.Stat("../../" + name)
	return err == nil
}

// TestComposeForHTTPS checks that only Caddy can be reached from outside, that it
// reaches the bot, and that the database is reached by the bot alone.
func TestComposeForHTTPS(t *testing.T) {
	t.Parallel()
	c := readCompose(t, "compose.yaml")
	bot, caddy, postgres := c.Services["bot"], c.Services["caddy"], c.Services["postgres"]
	if diff := cmp.Diff([]string{"80:80", "443:443"}, caddy.Ports); diff != "" || len(bot.Ports)+len(postgres.Ports) > 0 {
		t.Errorf("ports are open at the bot %v, at the database %v, at Caddy (-want +got):\n%s", bot.Ports, postgres.Ports, diff)
	}
	if got, want := caddy.Environment["BOT"], "bot"+bot.Environment["LISTEN_ADDR"]; got != want {
		t.Errorf("Caddy calls %s, and the bot listens at %s", got, want)
	}
	if !slices.Contains(caddy.Volumes, "./deploy/Caddyfile:/etc/caddy/Caddyfile:ro") || !strings.Contains(caddy.Environment["DOMAIN"], "${DOMAIN:?") {
		t.Errorf("Caddy has no configuration or no domain: %+v", caddy)
	}
	if diff := cmp.Diff([]string{"back"}, postgres.Networks); diff != "" || !c.Networks["back"].Internal || slices.Contains(caddy.Networks, "back") {
		t.Errorf("not only the bot reaches the database: %+v, %+v", c.Networks, caddy.Networks)
	}
	user, name := postgres.Environment["POSTGRES_USER"], postgres.Environment["POSTGRES_DB"]
	url := bot.Environment["DATABASE_URL"]
	if !strings.HasPrefix(url, "postgres://"+user+":"+postgres.Environment["POSTGRES_PASSWORD"]+"@postgres/"+name) {
		t.Errorf("the bot opens %s, and the database is %s of %s", url, name, user)
	}
}

// TestComposeForSocketMode checks that the bot is alone, and that its file outlives it
// in a folder that its image lets it write to.
func TestComposeForSocketMode(t *testing.T) {
	t.Parallel()
	c := readCompose(t, "compose.socket.yaml")
	bot := c.Services["bot"]
	if len(c.Services) != 1 || len(bot.Ports) > 0 {
		t.Errorf("Socket Mode needs one service without ports, not %+v", c.Services)
	}
	file := strings.TrimPrefix(bot.Environment["DATABASE_URL"], "sqlite:")
	if diff := cmp.Diff([]string{"data:" + path.Dir(file)}, bot.Volumes); diff != "" {
		t.Errorf("volumes for %s (-want +got):\n%s", file, diff)
	}
	if image := deployFile(t, "Dockerfile"); !strings.Contains(image, "\nENV DATABASE_URL=sqlite:"+file+"\n") || !strings.Contains(image, "\nVOLUME "+path.Dir(file)+"\n") {
		t.Errorf("the image has another place than %s", file)
	}
}

// TestImageFitsTheProgram also checks that a build keeps what it has downloaded and
// compiled.
func TestImageFitsTheProgram(t *testing.T) {
	t.Parallel()
	image := deployFile(t, "Dockerfile")
	for _, want := range []string{
		"\nEXPOSE " + usualPort(t) + "\n", `"health"]`, `CMD ["serve"]`, "\nUSER nonroot:nonroot\n",
		"--mount=type=cache,target=/go/pkg/mod go mod download", "--mount=type=cache,target=/root/.cache/go-build",
	} {
		if !strings.Contains(image, want) {
			t.Errorf("the Dockerfile has no %q", want)
		}
	}
	for ignored := range strings.FieldsSeq(deployFile(t, ".dockerignore")) {
		if ok, err := path.Match(ignored, "manifest.yml"); ok || err != nil {
			t.Errorf("%s keeps the manifest out of the image: %v", ignored, err)
		}
	}
}

// TestProxiesReachTheBot checks that both proxies hand on what the bot answers for
// others, at its port, and nothing of what is for the operator.
func TestProxiesReachTheBot(t *testing.T) {
	t.Parallel()
	caddy, nginx := deployFile(t, "deploy/Caddyfile"), deployFile(t, "deploy/nginx.conf")
	for name, target := range map[string]string{
		caddy: "reverse_proxy {$BOT:127.0.0.1:" + usualPort(t) + "}\n", nginx: "proxy_pass http://127.0.0.1:" + usualPort(t) + ";",
	} {
		if !strings.Contains(name, target) {
			t.Errorf("no %q in\n%s", target, name)
		}
	}
	var handedOn []string
	for _, match := range regexp.MustCompile(`(?m)^\s*@bot path (.*)$`).FindAllStringSubmatch(caddy, -1) {
		for pattern := range strings.FieldsSeq(match[1]) {
			handedOn = append(handedOn, strings.TrimSuffix(pattern, "*"))
		}
	}
	var locations []string
	for _, match := range regexp.MustCompile(`location (\S+) \{\s*proxy_pass`).FindAllStringSubmatch(nginx, -1) {
		locations = append(locations, match[1])
	}
	if diff := cmp.Diff(handedOn, locations); diff != "" || len(handedOn) == 0 {
		t.Errorf("handed on by Caddy (-) and nginx (+):\n%s", diff)
	}
	for _, route := range handlers.Routes() {
		_, at, _ := strings.Cut(route, " ")
		public := slices.ContainsFunc(handedOn, func(prefix string) bool { return strings.HasPrefix(at, prefix) })
		if operator := at == "/healthz" || at == "/readyz"; public == operator {
			t.Errorf("%s is handed on by the proxies: %v", route, public)
		}
	}
}

// TestServiceFitsTheProgram checks the unit of systemd.
func TestServiceFitsTheProgram(t *testing.T) {
	t.Parallel()
	settings := make(map[string]string)
	for line := range strings.Lines(deployFile(t, "deploy/meetingbot.service")) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok && !strings.HasPrefix(name, "#") {
			settings[name] = value
		}
	}
	command := strings.Fields(settings["ExecStart"])
	parser, err := kong.New(new(commandLine), kong.Vars{"version": ""})
	if err != nil {
		t.Fatal(err)
	}
	if len(command) != 2 || command[0] != "/usr/local/bin/meetingbot" || !slices.Contains(commandNames(parser), command[1]) {
		t.Errorf("the service starts %q", command)
	}
	enoughToStop(t, "systemd", settings["TimeoutStopSec"]+"s")
	for name, want := range map[string]string{
		"EnvironmentFile": "/etc/meetingbot/.env", "RestartPreventExitStatus": "2", "DynamicUser": "yes", "ProtectSystem": "strict",
		"StateDirectory": "meetingbot", "WorkingDirectory": "%S/meetingbot", // where sqlite:meetingbot.db is
	} {
		if settings[name] != want {
			t.Errorf("%s=%s, want %s", name, settings[name], want)
		}
	}
	if exitUsage != 2 {
		t.Errorf("a wrong configuration ends with %d, and systemd would start the bot again", exitUsage)
	}
}
