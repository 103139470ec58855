package strictjson

import "enlace.dev/gateway/internal/edge/problem"

var (
	textNotObject = problem.Text{EN: "the body must be a JSON object", ES: "el cuerpo debe ser un objeto JSON"}
	textTrailing  = problem.Text{EN: "the body has data after the JSON object",
		ES: "el cuerpo trae datos después del objeto JSON"}
	textSyntax = problem.Text{EN: "the body is not valid JSON at line %d, column %d",
		ES: "el cuerpo no es JSON válido en la línea %d, columna %d"}
	textCut = problem.Text{EN: "the body ends before the JSON does, at line %d, column %d",
		ES: "el cuerpo termina antes que el JSON, en la línea %d, columna %d"}
	textUTF8 = problem.Text{EN: "the body is not valid UTF-8 at line %d, column %d",
		ES: "el cuerpo no es UTF-8 válido en la línea %d, columna %d"}
	textDepth = problem.Text{EN: "the body is nested deeper than %d levels",
		ES: "el cuerpo tiene más de %d niveles"}
	textKeys = problem.Text{EN: "the body has more than %d keys", ES: "el cuerpo tiene más de %d claves"}

	textUnknown = problem.Text{EN: "is not a field of this call", ES: "no es un campo de esta llamada"}
	textMeant   = problem.Text{EN: "is not a field of this call; did you mean %s?",
		ES: "no es un campo de esta llamada; ¿quiso decir %s?"}
	textDuplicate = problem.Text{EN: "is given more than once", ES: "viene más de una vez"}
	textNUL       = problem.Text{EN: "must not hold the character NUL", ES: "no puede llevar el carácter NUL"}
	textPath      = problem.Text{EN: "must be left out or be the same as in the path",
		ES: "debe faltar o ser igual al de la ruta"}

	textString  = problem.Text{EN: "must be a text in quotes", ES: "debe ser un texto entre comillas"}
	textBool    = problem.Text{EN: "must be true or false", ES: "debe ser true o false"}
	textInteger = problem.Text{EN: "must be a whole number", ES: "debe ser un número entero"}
	textNumber  = problem.Text{EN: "must be a number", ES: "debe ser un número"}
	textObject  = problem.Text{EN: "must be an object", ES: "debe ser un objeto"}
	textList    = problem.Text{EN: "must be a list", ES: "debe ser una lista"}
	textEnum    = problem.Text{EN: "must be one of %s", ES: "debe ser uno de %s"}
	textFormat  = problem.Text{EN: "is not a valid %s", ES: "no es un %s válido"}
	textLarge   = problem.Text{EN: "must be between -1e30 and 1e30", ES: "debe estar entre -1e30 y 1e30"}
	textRounded = problem.Text{EN: "is an integer beyond ±2^53, which would be rounded: send it as a text in quotes",
		ES: "es un entero mayor a ±2^53, que se redondearía: envíelo como texto entre comillas"}
)
