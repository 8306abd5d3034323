package views

import (
	"context"

	"ashar/internal/civic"
)

func needCompetence(ctx context.Context, n *civic.Need) string {
	if n.Competence == "" {
		return "–"
	}
	return t(ctx, "competence."+string(n.Competence))
}

func needPeople(ctx context.Context, n *civic.Need) string {
	if n.Beneficiaries == 0 {
		return "–"
	}
	return lang(ctx).Number(int64(n.Beneficiaries))
}

func yesNo(ctx context.Context, yes bool) string {
	if yes {
		return t(ctx, "common.yes")
	}
	return t(ctx, "common.no")
}
