package watch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"hspbot/bot"
	"hspbot/conversation"
)

// Traces make one trace of each delivery: a span from its coming in to its commit, in it one
// for the commit, and one for each post of its screen. It is a [bot.Watcher].
type Traces struct {
	provider *sdk.TracerProvider
	tracer   trace.Tracer
}

var _ bot.Watcher = (*Traces)(nil)

// NewTraces sends traces to an OTLP collector at an http or https address; below it, at
// /v1/traces, where it has no path. What cannot be sent is dropped, and logged without the
// address. [Traces.Close] sends what is left.
func NewTraces(ctx context.Context, collector string, build Build, log *slog.Logger) (*Traces, error) {
	u, err := url.Parse(collector)
	if err != nil || u.Host == "" {
		return nil, errors.New("the collector's address is not understood")
	}
	u.Path = cmp.Or(u.Path, "/v1/traces")
	exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(u.String()), otlptracehttp.WithTimeout(10*time.Second))
	if err != nil {
		return nil, errors.New("the exporter of traces cannot be made")
	}
	// The library has one place for what goes wrong, and writes it to standard error, with the address.
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(error) { log.Warn("traces could not be sent") }))
	about := resource.NewSchemaless(attribute.String("service.name", "hspbot"), attribute.String("service.version", build.Version))
	provider := sdk.NewTracerProvider(sdk.WithBatcher(exporter), sdk.WithResource(about))
	return &Traces{provider: provider, tracer: provider.Tracer("hspbot")}, nil
}

// Close sends what is left, until ctx ends.
func (t *Traces) Close(ctx context.Context) error {
	if t.provider.Shutdown(ctx) != nil {
		return errors.New("the last traces could not be sent")
	}
	return nil
}

// Took implements [bot.Watcher].
func (t *Traces) Took(turn bot.Turn) any {
	ctx, delivery := t.tracer.Start(context.Background(), "delivery", trace.WithTimestamp(turn.Came), trace.WithSpanKind(trace.SpanKindConsumer),
		trace.WithAttributes(platform(turn.Platform), attribute.String("hspbot.kind", kind(turn.Kind)), attribute.String("hspbot.outcome", result(turn.Result))))
	_, commit := t.tracer.Start(ctx, "commit", trace.WithTimestamp(turn.Began), trace.WithAttributes(platform(turn.Platform)))
	if turn.Result == bot.Failed {
		commit.SetStatus(codes.Error, "")
		delivery.SetStatus(codes.Error, "")
	}
	commit.End(trace.WithTimestamp(turn.Ended))
	delivery.End(trace.WithTimestamp(turn.Ended))
	return delivery.SpanContext()
}

// Posted implements [bot.Watcher].
func (t *Traces) Posted(p bot.Posting) {
	ctx := context.Background()
	if of, ok := p.Mark.(trace.SpanContext); ok {
		ctx = trace.ContextWithSpanContext(ctx, of)
	}
	_, post := t.tracer.Start(ctx, "post", trace.WithTimestamp(p.Began), trace.WithSpanKind(trace.SpanKindClient),
		trace.WithAttributes(platform(p.Platform), attribute.String("hspbot.outcome", outcome(p)), attribute.Int("hspbot.attempt", p.Attempt)))
	if p.Cut || p.Outcome == bot.Broken || p.Outcome == bot.Bug {
		post.SetStatus(codes.Error, "")
	}
	post.End(trace.WithTimestamp(p.Ended))
}

func platform(name string) attribute.KeyValue { return attribute.String("hspbot.platform", name) }

func kind(k conversation.EventKind) string {
	names := [...]string{conversation.Started: "started", conversation.Typed: "typed", conversation.Pressed: "pressed",
		conversation.Sent: "sent", conversation.Edited: "edited"}
	return name(names[:], int(k))
}

func result(r bot.TurnResult) string {
	names := [...]string{bot.Committed: "committed", bot.Repeated: "repeated", bot.Poisoned: "poisoned", bot.Failed: "failed"}
	return name(names[:], int(r))
}

func outcome(p bot.Posting) string {
	if p.Cut {
		return "cut"
	}
	names := [...]string{bot.Delivered: "delivered", bot.Later: "later", bot.Broken: "broken", bot.Gone: "gone", bot.Moved: "moved", bot.Bug: "bug"}
	return name(names[:], int(p.Outcome))
}

func name(of []string, n int) string {
	if n < len(of) {
		return of[n]
	}
	return fmt.Sprint(n)
}
